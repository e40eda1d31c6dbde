using System.Text;
using LogOperator.Cli.Manifests;

namespace LogOperator.Cli.Tests.Manifests;

public sealed class ManifestFileTests
{
    [Theory]
    [InlineData("a: on", """{"a":"on"}""")]
    [InlineData("a: yes\nb: n", """{"a":"yes","b":"n"}""")]
    [InlineData("a: true\nb: False\nc: \"true\"", """{"a":true,"b":false,"c":"true"}""")]
    [InlineData("a: 12\nb: -3\nc: +4\nd: '12'", """{"a":12,"b":-3,"c":4,"d":"12"}""")]
    [InlineData("a: 0x1f\nb: 0o17\nc: 017", """{"a":31,"b":15,"c":17}""")]
    [InlineData("a: 1.5\nb: .5\nc: 1e3\nd: 1.2.3", """{"a":1.5,"b":0.5,"c":1000,"d":"1.2.3"}""")]
    [InlineData("a:\nb: ~\nc: null\nd: ''", """{"a":null,"b":null,"c":null,"d":""}""")]
    [InlineData("a: !!str 12", """{"a":"12"}""")]
    [InlineData("a: 30s\nb: 8Mi\nc: 2026-01-01", """{"a":"30s","b":"8Mi","c":"2026-01-01"}""")]
    [InlineData("a: |\n  x\n  y\nb: >\n  x\n  y", """{"a":"x\ny\n","b":"x y"}""")]
    [InlineData("""{a: [1, {"b": 'c'}]}""", """{"a":[1,{"b":"c"}]}""")]
    [InlineData("8080: x", """{"8080":"x"}""")]
    [InlineData("a: &x {b: [1]}\nc: *x\nd: *x", """{"a":{"b":[1]},"c":{"b":[1]},"d":{"b":[1]}}""")]
    [InlineData("a: 99999999999999999999", """{"a":1E+20}""")]
    public void Scalars_follow_the_core_schema(string yaml, string json) => Assert.Equal(json, Assert.Single(Read(yaml).Documents).Root.GetRawText());

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "f.yaml:3:1: the key \"a\" is given twice")]
    [InlineData("a:\n  - {b: 1, b: 2}", "f.yaml:2:12: the key \"b\" is given twice")]
    [InlineData("a: *nowhere", "f.yaml:1:4: there is no anchor &nowhere before this alias")]
    [InlineData("a: .inf", "f.yaml:1:4: .inf is not a number that JSON has")]
    [InlineData("x: &x {a: 1}\ny: {<<: *x}", "f.yaml:2:5: merge keys (<<) are not part of YAML 1.2; write the members out")]
    [InlineData("a: !!binary aGk=", "f.yaml:1:4: the tag tag:yaml.org,2002:binary is not supported; quote the text if it is a string")]
    [InlineData("a: 1\nb: x\u0007y", "f.yaml:2:5: must not hold the control character U+0007; inside double quotes it is written \\u0007")]
    [InlineData("a: \"b\0c\"\nd: 1", "f.yaml:1:6: must not hold the control character U+0000; inside double quotes it is written \\u0000")]
    [InlineData("a: |\r\n\tx\u001b[31m", "f.yaml:2:3: must not hold the control character U+001B; inside double quotes it is written \\u001B")]
    [InlineData("? [a]\n: b", "f.yaml:1:3: a key must be a plain text")]
    public void What_a_manifest_may_not_have_is_told_with_its_place(string yaml, string problem) => Assert.Equal(problem, Assert.Single(Read(yaml).Problems).ToString());

    [Theory]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    public void Half_a_surrogate_pair_in_JSON_is_a_problem_with_a_place(string json) => Assert.StartsWith("f.yaml:1:", Assert.Single(Read(json).Problems).ToString());

    [Theory]
    [InlineData("a: [1, 2\nb: 3")]
    [InlineData("a: 'x")]
    [InlineData("a: b: c")]
    public void Text_that_is_no_YAML_is_a_problem_with_a_place(string yaml)
    {
        var problem = Assert.Single(Read(yaml).Problems);

        Assert.InRange(problem.Position.Line, 1, 2);
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void Documents_before_a_broken_one_are_there()
    {
        var file = Read("kind: A\n---\nkind: B\n---\nkind: [");

        Assert.Equal(2, file.Documents.Count);
        Assert.Single(file.Problems);
    }

    [Fact]
    public void Empty_documents_and_comments_are_passed_over() => Assert.Single(Read("---\n# nothing\n---\nkind: A\n---\n").Documents);

    [Fact]
    public void Empty_file_holds_nothing()
    {
        Assert.Empty(Read("").Documents);
        Assert.Empty(Read("").Problems);
    }

    [Fact]
    public void Members_are_found_by_path_and_missing_ones_by_their_parent()
    {
        var document = Read("# first\nkind: A\nmetadata:\n  labels: {app.kubernetes.io/name: x}\nspec:\n  stages:\n  - parse: {json: {}}\n  -\n    drop: {}\n").Documents[0];

        Assert.Equal("2:1", document.Locate("kind").ToString());
        Assert.Equal("7:5", document.Locate("spec.stages[0].parse").ToString());
        Assert.Equal("7:13", document.Locate("spec.stages[0].parse.json").ToString());
        Assert.Equal("9:5", document.Locate("spec.stages[1]").ToString());
        Assert.Equal("4:12", document.Locate("metadata.labels.app.kubernetes.io/name").ToString());
        Assert.Equal("6:3", document.Locate("spec.stages[7].name").ToString());
        Assert.Equal("5:1", document.Locate("spec.routes").ToString());
        Assert.Equal("2:1", document.Locate("").ToString());
        Assert.Equal("2:1", document.Locate("nowhere").ToString());
    }

    [Fact]
    public void Places_count_from_the_beginning_of_the_file_in_later_documents()
    {
        var documents = Read("kind: A\n---\nkind: B\nspec: 1\n").Documents;

        Assert.Equal("4:1", documents[1].Locate("spec").ToString());
    }

    [Fact]
    public void Lists_are_taken_apart_and_their_members_found()
    {
        var file = Read("apiVersion: v1\nkind: List\nitems:\n- kind: A\n- kind: List\n  items:\n  - kind: B\n    spec: {x: 1}\n");

        Assert.Equal(["A", "B"], file.Documents.Select(d => d.Root.GetProperty("kind").GetString()));
        Assert.Equal("8:12", file.Documents[1].Locate("spec.x").ToString());
        Assert.Equal("7:5", file.Documents[1].Locate("nothing").ToString());
    }

    [Fact]
    public void Aliases_cannot_fill_the_memory()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Contains("200000 nodes", Assert.Single(Read(bomb.ToString()).Problems).Message);
    }

    [Fact]
    public void Nesting_is_bounded() => Assert.Contains("64 levels", Assert.Single(Read(new string('[', 200) + new string(']', 200)).Problems).Message);

    [Fact]
    public void Alias_within_its_own_anchor_is_refused() => Assert.Contains("64 levels", Assert.Single(Read("a: &a [*a]").Problems).Message);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() => Assert.Contains("UTF-8", Assert.Single(ManifestFile.Read("f.yaml", new byte[] { 0x61, 0xff, 0xfe }).Problems).Message);

    private static ManifestFile Read(string yaml) => ManifestFile.Read("f.yaml", Encoding.UTF8.GetBytes(yaml));
}
