using System.Text;
using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Expressions;

public sealed class ExpressionTests
{
    private const string Line =
        """
        {"message":"card \"4111\" caf\u00e9","level":"warn","status":404,"code":"0404","ratio":0.5,"big":9007199254740993,"numeric":"12.5","debug":true,"off":false,"none":null,"empty":"","http.method":"GET","req":{"method":"POST","path":"\/a","deep":{"n":[1,2]},"method":"PUT"},"a-b":"dash"}
        """;

    private static readonly string[] Lines = [Line];

    [Theory]
    [InlineData("severity == WARN")]
    [InlineData("severity >= INFO && severity < ERROR")]
    [InlineData("WARN <= severity")]
    [InlineData("severity != ERROR")]
    [InlineData("severity in [WARN, FATAL]")]
    [InlineData("!(severity in [ERROR])")]
    [InlineData("has(severity)")]
    [InlineData("body == 'card \"4111\" café'")]
    [InlineData("body.startsWith(\"card\")")]
    [InlineData("body.endsWith('caf\\u00e9')")]
    [InlineData("body.contains('\"4111\"')")]
    [InlineData("body.matches(r\"\\d{4}\")")]
    [InlineData("body.matches('caf.$')")]
    [InlineData("stream == 'stdout'")]
    [InlineData("attributes[\"log.iostream\"] == 'stdout'")]
    [InlineData("attributes.log.iostream in ['stdout']")]
    [InlineData("attributes.status == 404")]
    [InlineData("attributes.status >= 400 && attributes.status < 500")]
    [InlineData("400 <= attributes.status")]
    [InlineData("attributes.status in [403, 404]")]
    [InlineData("attributes.status in ['x', 404]")]
    [InlineData("attributes.status == '404'")]
    [InlineData("attributes.status == 404.0")]
    [InlineData("attributes.status > -1")]
    [InlineData("attributes.status < 1e3")]
    [InlineData("attributes.code != 404")]
    [InlineData("attributes.numeric > 12")]
    [InlineData("attributes.ratio == 0.5")]
    [InlineData("attributes.big == 9007199254740993")]
    [InlineData("attributes.big != 9007199254740992")]
    [InlineData("attributes.debug == true")]
    [InlineData("attributes.debug != false")]
    [InlineData("attributes.off == false")]
    [InlineData("attributes.none == null")]
    [InlineData("attributes.none != 'x'")]
    [InlineData("attributes.status != null")]
    [InlineData("attributes.level != 5")]
    [InlineData("attributes.empty == ''")]
    [InlineData("has(attributes.empty) && has(attributes.none)")]
    [InlineData("!has(attributes.absent)")]
    [InlineData("attributes.http.method == 'GET'")]
    [InlineData("attributes[\"http.method\"] == 'GET'")]
    [InlineData("attributes.req.method == 'PUT'")]
    [InlineData("attributes.req.path == '/a'")]
    [InlineData("attributes.req.deep.n == '[1,2]'")]
    [InlineData("attributes[\"a-b\"] == \"dash\"")]
    [InlineData("attributes.req.method > attributes.http.method")]
    [InlineData("attributes.code != attributes.status")]
    [InlineData("attributes.numeric < attributes.status")]
    [InlineData("attributes[\"log.file.path\"].startsWith('/var/log/pods/')")]
    [InlineData("namespace == \"shop\" && pod == 'web-1' && container == 'app' && node == 'node-1'")]
    [InlineData("labels.app == 'web' || labels[\"app\"] == 'no'")]
    [InlineData("resource[\"k8s.namespace.name\"] == 'shop'")]
    [InlineData("resource.k8s.pod.name.contains('web')")]
    [InlineData("true && !false")]
    [InlineData("attributes.absent == 1 || body != ''")]
    [InlineData("!(attributes.absent == 1)")]
    [InlineData("false && true || true")]
    [InlineData("true || true && false")]
    public void True_of_the_record(string expression) => Assert.True(Evaluate(expression));

    [Theory]
    [InlineData("severity == ERROR")]
    [InlineData("severity > WARN")]
    [InlineData("attributes.absent == 1")]
    [InlineData("attributes.absent != 1")]
    [InlineData("attributes.absent < 1")]
    [InlineData("attributes.absent == null")]
    [InlineData("attributes.absent in ['']")]
    [InlineData("attributes.absent.contains('')")]
    [InlineData("attributes.level < 5")]
    [InlineData("attributes.level == 5")]
    [InlineData("attributes.none == 'null'")]
    [InlineData("attributes.none < 'x'")]
    [InlineData("attributes.code == 404")]
    [InlineData("attributes.req.absent == 'x'")]
    [InlineData("attributes.status.absent == 1")]
    [InlineData("body.matches('^4111$')")]
    [InlineData("labels[\"absent\"] != 'x'")]
    [InlineData("has(attributes.req.absent)")]
    [InlineData("false")]
    public void Not_true_of_the_record(string expression) => Assert.False(Evaluate(expression));

    [Theory]
    [InlineData("", 0, "expected a field, a value, '!' or '(', found the end")]
    [InlineData("severity == \"error\"", 12, "severity compares with TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found the string \"error\" (write ERROR without quotes)")]
    [InlineData("severity in ['warn']", 13, "severity compares with TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found the string \"warn\" (write WARN without quotes)")]
    [InlineData("severity > 3", 11, "severity compares with TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found a number")]
    [InlineData("body == ERROR", 8, "expected severity beside the severity ERROR, found the field body")]
    [InlineData("level == 'x'", 0, "expected severity, body, stream, attributes, resource, labels, namespace, pod, container or node, found 'level' (write attributes.level for an attribute, \"level\" for a string)")]
    [InlineData("body = 'x'", 5, "expected '==', found '='")]
    [InlineData("body == 'x' & true", 12, "expected '&&', found '&'")]
    [InlineData("body == 'x' body", 12, "expected '&&', '||' or the end, found 'body'")]
    [InlineData("(body == 'x'", 12, "expected ')', found the end")]
    [InlineData("body == 'x", 8, "expected a closing ' of the string that begins here")]
    [InlineData("body", 0, "expected a condition, found the field body alone (write has(body) or body == true)")]
    [InlineData("1 == 1", 0, "expected a field on one side of the comparison, found a number and a number")]
    [InlineData("attributes == 'x'", 0, "expected the name of a member, as in attributes[\"name\"]")]
    [InlineData("attributes[0] == 'x'", 11, "expected a name in quotes, found the number 0")]
    [InlineData("attributes.user-agent == 'x'", 15, "there is no arithmetic; write a name with a dash as [\"…\"]")]
    [InlineData("attributes.a + 1 == 2", 13, "there is no arithmetic; found '+'")]
    [InlineData("body.size() > 3", 10, "expected a string as the argument of size, found ')'")]
    [InlineData("body.lower('x') == 'x'", 5, "expected startsWith, endsWith, contains or matches, found 'lower'")]
    [InlineData("body.matches('(?=x)')", 13, "not a regular expression: at column 1: look-around cannot be matched in linear time; capture what follows or precedes in a group instead")]
    [InlineData("severity.contains('x')", 9, "severity has no methods; compare it with <, <=, ==, !=, >=, >")]
    [InlineData("body.text == 'x'", 5, "body has no members; parse sets attributes")]
    [InlineData("attributes.x in []", 17, "expected a field, a value, '!' or '(', found ']'")]
    [InlineData("attributes.x in [true]", 17, "expected a string or a number in the list, found true")]
    [InlineData("attributes.x < true", 15, "true has no order; expected == or !=")]
    [InlineData("has('x')", 4, "has() takes a field, found the string \"x\"")]
    [InlineData("body == '\\d'", 9, "unknown escape in a string: '\\d' (for regular expressions write r\"…\")")]
    [InlineData("a ? b : c", 2, "there is no conditional operator; found '?'")]
    [InlineData("attributes.x == 0x10", 16, "expected a decimal number, found '0x10'")]
    [InlineData("attributes.x == 007", 16, "expected a number without leading zeros, found 007")]
    [InlineData("attributes.a < attributes.b < attributes.c", 28, "comparisons do not chain; expected '&&' or '||', found '<'")]
    public void An_error_says_where_it_is_what_was_expected_and_what_was_found(string expression, int position, string message)
    {
        Assert.False(Expression.TryCompile(expression, out var predicate, out var error));
        Assert.Null(predicate);
        Assert.Equal(new ExpressionError(position, message), error);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.False(Expression.TryCompile(new string('(', 1000), out _, out var error));
        Assert.Contains("32 levels", error.Message, StringComparison.Ordinal);
        Assert.False(Expression.TryCompile(new string('!', 1000), out _, out error));
        Assert.Contains("32 levels", error.Message, StringComparison.Ordinal);
        Assert.True(Expression.TryCompile(new string('(', 30) + "true" + new string(')', 30), out _, out _));
    }

    [Fact]
    public void Length_is_bounded()
    {
        Assert.False(Expression.TryCompile("body == '" + new string('x', 1024) + "'", out _, out var error));
        Assert.Equal("expected at most 1024 characters, found 1034", error.Message);
    }

    [Fact]
    public void Every_prefix_and_every_mutation_compiles_or_says_why_not()
    {
        const string Text = "severity >= WARN && !(attributes[\"a.b\"].matches(r'^x$') || labels.app in ['a', 2]) && has(attributes.req.n) && body != -1.5e3";
        Assert.True(Expression.TryCompile(Text, out _, out _));
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = new StringBuilder(i < Text.Length ? Text[..i] : Text);
            for (var n = 0; i >= Text.Length && n < 1 + (i % 4); n++)
            {
                mutated[random.Next(mutated.Length)] = Text[random.Next(Text.Length)];
            }

            var compiled = Expression.TryCompile(mutated.ToString(), out var predicate, out var error);
            Assert.Equal(compiled, predicate is not null);
            Assert.Equal(compiled, error is null);
            Assert.True(compiled || error!.Position <= mutated.Length);
        }
    }

    [Theory]
    [InlineData("attributes.req.method", ValueKind.Text, "PUT")]
    [InlineData("severity", ValueKind.Text, "WARN")]
    [InlineData("attributes.status", ValueKind.Number, "404")]
    [InlineData("namespace", ValueKind.Text, "shop")]
    [InlineData("attributes.absent", ValueKind.Absent, "")]
    public void A_field_has_a_value(string name, ValueKind kind, string text)
    {
        Assert.True(Expression.TryCompileField(name, out var field, out _));
        var value = field.Read(Parsed()[0]);
        Assert.Equal(kind, value.Kind);
        Assert.Equal(text, Encoding.UTF8.GetString(value.Bytes));
    }

    [Theory]
    [InlineData("'x'")]
    [InlineData("ERROR")]
    [InlineData("body == 'x'")]
    [InlineData("attributes")]
    [InlineData("body body")]
    public void What_is_not_a_field_is_refused(string text) => Assert.False(Expression.TryCompileField(text, out _, out _));

    [Fact]
    public void Severity_that_is_not_known_makes_every_comparison_false()
    {
        var record = Some.Record("x");
        Assert.False(Expression.Compile("severity < ERROR").Matches(record));
        Assert.False(Expression.Compile("severity != ERROR").Matches(record));
        Assert.False(Expression.Compile("has(severity)").Matches(record));
    }

    [Fact]
    public void Every_number_of_a_severity_range_equals_its_constant()
    {
        var record = Some.Record("x");
        for (byte number = 1; number <= 24; number++)
        {
            record.SeverityNumber = number;
            var constant = ((Severity)(((number - 1) / 4 * 4) + 1)).ToString().ToUpperInvariant();
            Assert.True(Expression.Compile($"severity == {constant}").Matches(record));
        }
    }

    private static RecordBatch Parsed()
    {
        var batch = Some.Batch(Lines);
        var stage = new Stage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, 0);
        stage.Process(batch);
        Assert.Equal(0, stage.Counts.Failed);
        return batch;
    }

    private static bool Evaluate(string expression)
    {
        Assert.True(Expression.TryCompile(expression, out var predicate, out var error), error?.ToString());
        return predicate.Matches(Parsed()[0]);
    }
}
