using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.NodeFiles;
using LogOperator.Pipeline.Tests.Sources.ContainerLogs;
using LogOperator.Pipeline.Tests.Sources.Files;

namespace LogOperator.Pipeline.Tests.Sources.NodeFiles;

public sealed class NodeFilesSourceTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Excluded_paths_are_left_out_by_every_name()
    {
        fixture.Append("var/log/app.log", "a\n");
        fixture.Append("var/log/debug.log", "b\n");
        File.CreateSymbolicLink(fixture.Path("var/log/other.log"), "debug.log");
        Follow(["/var/log/*.log"], ["/var/log/debug*"]);
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Records_carry_the_path_on_the_node_and_the_node()
    {
        fixture.Append("var/log/app.log", "a\n");
        var source = Follow(["/var/log/*.log"], null);
        var attributes = source.AttributesOf(fixture.Streams.Single());
        Assert.Equal([new("log.file.path", "/var/log/app.log")], attributes.Attributes);
        Assert.Equal([new("k8s.node.name", "node-1"), new("host.name", "node-1")], attributes.Resource);
    }

    [Theory]
    [InlineData("/var/log/*.log", null)]
    [InlineData("/var/**/x.log", null)]
    [InlineData("var/log/*.log", "must be an absolute path")]
    [InlineData("/var/../etc/passwd", "..")]
    [InlineData("/var/log/**x", "**")]
    [InlineData("/var/log/", "absolute path")]
    [InlineData("", "empty")]
    public void Paths_are_checked(string path, string? problem)
    {
        var result = NodeFilesRules.Instance.Validate(new NodeFilesSpec { Paths = [path] });
        Assert.Equal(problem is null, result.IsValid);
        Assert.All(result.Errors.Take(problem is null ? 0 : 1), e => Assert.Contains(problem!, e.ErrorMessage, StringComparison.Ordinal));
    }

    private IFileSource Follow(string[] paths, string[]? excluded)
    {
        var spec = new NodeFilesSpec { Paths = paths, ExcludePaths = excluded };
        var config = new SourceConfig { Name = "test", Spec = new SourceSpec { NodeFiles = spec } };
        var source = ((ISourceKind)spec).Build(new SourceContext(config, fixture.Directory.Path, "node-1", new FakePods()));
        fixture.Follow(source);
        fixture.Read();
        return source;
    }
}
