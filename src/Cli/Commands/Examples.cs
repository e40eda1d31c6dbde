namespace LogOperator.Cli.Commands;

/// <summary>How the commands are used.</summary>
internal static class Examples
{
    /// <summary>Command lines with a comment above each.</summary>
    /// <param name="command">Name of the command, with those above it.</param>
    public static IReadOnlyList<string> Of(string command) => command switch
    {
        "validate" =>
        [
            "# everything in a folder, as one set",
            "logctl validate -f manifests/",
            "# what a template engine prints; its stores are already in the cluster",
            "helm template my-app | logctl validate -f - --partial",
            "# for another program",
            "logctl validate -f manifests/ --output json",
        ],
        "render" =>
        [
            "logctl render -f manifests/ --output json",
        ],
        "run" =>
        [
            "# see what a pipeline makes of this machine's logs",
            "logctl run -f pipeline.yaml --print",
            "# the logs of a node, copied together with its pods' labels, once, with a ledger",
            "kubectl get pods -A -o yaml > pods.yaml",
            "logctl run -f manifests/ --root ./node --pods pods.yaml --once --summary ledger.json",
            "# keep on delivering, and go on from there after a restart",
            "logctl run -f manifests/ --state /var/lib/logctl",
        ],
        "buffer check" =>
        [
            "# on a node: the agent's",
            "logctl buffer check /var/lib/log-operator/agent/buffer",
            "# for another program: exit code 4 and damagedBytes tell of damage",
            "logctl buffer check /var/lib/log-operator/agent/buffer --output json",
        ],
        "buffer repair" =>
        [
            "# while no agent runs on the node",
            "logctl buffer repair /var/lib/log-operator/agent/buffer",
        ],
        _ => [],
    };
}
