using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Kubernetes.Configuration;

/// <summary>Merges kubeconfig files and follows a context to its cluster and user.</summary>
internal static class KubeConfigLoader
{
    public static IReadOnlyList<string> Files(string? path)
    {
        if (path is not null)
        {
            return [path];
        }

        var list = Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(list))
        {
            return [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        }

        return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
    }

    public static KubeConfig Load(IReadOnlyList<string> paths, string? contextName)
    {
        // As kubectl does: a missing file of a list is skipped, and of entries with one name the first counts.
        var files = paths.Where(File.Exists).Select(YamlMap.Read).ToList();
        var where = $"kubeconfig {string.Join(Path.PathSeparator, paths)}";
        if (files.Count == 0)
        {
            throw new KubeConfigException($"{where}: expected a file, found none");
        }

        contextName ??= files.Select(f => f.Text("current-context")).FirstOrDefault(c => !string.IsNullOrEmpty(c))
            ?? throw new KubeConfigException($"{where}: expected current-context, found none; name a context");
        var context = Find(files, "contexts", "context", contextName, where, "");
        var clusterName = context.RequiredText("cluster");
        var cluster = Find(files, "clusters", "cluster", clusterName, where, $", which context {contextName} names");
        var userName = context.Text("user");
        var user = string.IsNullOrEmpty(userName) ? null : Find(files, "users", "user", userName, where, $", which context {contextName} names");

        var server = cluster.RequiredText("server");
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            throw new KubeConfigException($"{cluster.Where("server")}: expected an https URL (was \"{server}\")");
        }

        var insecure = cluster.Flag("insecure-skip-tls-verify");
        var proxy = cluster.Text("proxy-url");
        return new KubeConfig
        {
            Context = contextName,
            Server = uri,
            Namespace = context.Text("namespace"),
            InsecureSkipTlsVerify = insecure,
            TlsServerName = cluster.Text("tls-server-name"),
            ProxyUrl = string.IsNullOrEmpty(proxy) ? null : new Uri(proxy),
            CertificateAuthorities = insecure ? null : Authorities(cluster),
            ClientCertificate = user is null ? null : ClientCertificate(user),
            Token = user?.Text("token"),
            TokenFile = user?.FilePath("tokenFile"),
            Username = user?.Text("username"),
            Password = user?.Text("password"),
            Exec = user?.Map("exec") is { } exec ? Exec(exec) : null,
        };
    }

    private static YamlMap Find(List<YamlMap> files, string list, string member, string name, string where, string because)
    {
        foreach (var entry in files.SelectMany(f => f.Maps(list)))
        {
            if (entry.Text("name") == name)
            {
                return entry.Map(member) ?? throw new KubeConfigException($"{entry.Where(member)}: expected a mapping, found none");
            }
        }

        throw new KubeConfigException($"{where}: expected {member} \"{name}\"{because} in {list}, found {Names(files, list)}");
    }

    private static string Names(List<YamlMap> files, string list)
    {
        var names = files.SelectMany(f => f.Maps(list)).Select(m => m.Text("name")).Distinct().ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names);
    }

    private static X509Certificate2Collection? Authorities(YamlMap cluster)
    {
        var pem = Pem(cluster, "certificate-authority");
        if (pem is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{cluster.Where("certificate-authority")}: expected PEM certificates: {e.Message}", e);
        }

        return authorities.Count > 0 ? authorities : throw new KubeConfigException($"{cluster.Where("certificate-authority")}: expected PEM certificates, found none");
    }

    private static X509Certificate2? ClientCertificate(YamlMap user)
    {
        var certificate = Pem(user, "client-certificate");
        var key = Pem(user, "client-key");
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            throw new KubeConfigException($"{user.Where("client-certificate")}: expected client-certificate and client-key together, found only one");
        }

        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"{user.Where("client-certificate")}: expected a PEM certificate and its key: {e.Message}", e);
        }
    }

    // NAME-data wins over the file NAME, as with kubectl.
    private static string? Pem(YamlMap map, string name)
    {
        var data = map.Text(name + "-data");
        if (!string.IsNullOrEmpty(data))
        {
            try
            {
                return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            catch (FormatException e)
            {
                throw new KubeConfigException($"{map.Where(name + "-data")}: expected base64: {e.Message}", e);
            }
        }

        var path = map.FilePath(name);
        if (path is null)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{map.Where(name)}: {e.Message}", e);
        }
    }

    private static ExecConfig Exec(YamlMap exec)
    {
        var version = exec.RequiredText("apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw new KubeConfigException($"{exec.Where("apiVersion")}: expected client.authentication.k8s.io/v1 or v1beta1 (was \"{version}\")");
        }

        var command = exec.RequiredText("command");
        return new ExecConfig
        {
            ApiVersion = version,
            Command = command.Contains(Path.DirectorySeparatorChar) ? exec.FilePath("command")! : command,
            Args = exec.Texts("args"),
            Env = exec.Maps("env").ToDictionary(e => e.RequiredText("name"), e => e.Text("value") ?? "", StringComparer.Ordinal),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
            InstallHint = exec.Text("installHint"),
        };
    }
}
