using System.Text;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;

namespace LogOperator.Pipeline.Tests.Processors.Parse;

public sealed class ParseJsonTests
{
    private static readonly StageSpec Plain = Json();

    [Theory]
    [InlineData("""{"message":"hi","a":"x"}""", "hi | a=x")]
    [InlineData(""" { "a" : "x" , "msg" : "hi" } """, "hi | a=x")]
    [InlineData("""{"log":"hi"}""", "hi |")]
    [InlineData("""{"log":"c","msg":"b","message":"a"}""", "a | log=c msg=b")]
    [InlineData("""{"a":"x"}""", "<Absent> | a=x")]
    [InlineData("""{}""", "<Absent> |")]
    [InlineData("""{"message":null,"msg":"hi"}""", "hi | message=<Null>")]
    [InlineData("""{"message":{"a":1}}""", "<Json:{\"a\":1}> |")]
    public void Fields_become_attributes_and_the_message_becomes_the_body(string line, string expected) =>
        Assert.Equal(expected, Shown.After(line, Plain));

    [Fact]
    public void Values_keep_their_types() => Assert.Equal(
        """<Absent> | s=x e=<EscapedText:a\nb> n=<Number:-1.5e3> t=<True> f=<False> z=<Null> o=<Json:{"b": [1, 2]}> l=<Json:[]>""",
        Shown.After("""{"s":"x","e":"a\nb","n":-1.5e3,"t":true,"f":false,"z":null,"o":{"b": [1, 2]},"l":[]}""", Plain));

    [Fact]
    public void Of_members_with_one_name_the_last_counts()
    {
        Assert.Equal("<Absent> | a=<Number:3> b=<Number:2>", Shown.After("""{"a":1,"b":2,"a":3}""", Plain));
        Assert.Equal("<Absent> | a=<Number:2>", Shown.After("""{"a":1,"\u0061":2}""", Plain));
        Assert.Equal("<Absent> | a=<Number:2>", Shown.After("""{"\u0061":1,"a":2}""", Plain));
    }

    [Fact]
    public void Escaped_names_are_unescaped() => Assert.Equal("<Absent> | a\"b\U0001F600=x", Shown.After("""{"a\"b\ud83d\ude00":"x"}""", Plain));

    [Theory]
    [InlineData("plain text")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":1} {"b":2}""")]
    public void What_is_no_object_stays_as_it_was(string line)
    {
        Assert.Equal(line + " |", Shown.After(line, Plain));
        Assert.Equal(line + " | Failed", Shown.After(line, Plain with { OnError = StageFailure.Drop }));
    }

    [Fact]
    public void Bytes_that_are_not_text_are_kept_where_they_are_text_and_replaced_where_they_would_break_JSON()
    {
        byte[] line = [.. "{\"a\":\""u8, 0xff, .. "\",\"b\":\"\\n"u8, 0xfe, .. "\",\"c\":{\"d\":\""u8, 0xc3, .. "\"},\""u8, 0xc0, .. "\":\"x\"}"u8];
        var batch = Some.Batch(Some.Pod, [line]);
        new Stage(Plain, 0).Process(batch);
        Assert.Equal([0xff], batch[0].Find("a"u8).Bytes.ToArray());
        Assert.Equal("\\n\ufffd", Encoding.UTF8.GetString(batch[0].Find("b"u8).Bytes));
        Assert.Equal("{\"d\":\"\ufffd\"}", Encoding.UTF8.GetString(batch[0].Find("c"u8).Bytes));
        Assert.Equal("x"u8.ToArray(), batch[0].Find("\ufffd"u8).Bytes.ToArray());
    }

    [Theory]
    [InlineData(ParseSpec.OriginalBody, """{"a":"x","message":"hi"} | a=x message=hi""")]
    [InlineData(ParseSpec.NoBody, "<Absent> | a=x message=hi")]
    [InlineData("a", "x | message=hi")]
    [InlineData("absent", "<Absent> | a=x message=hi")]
    public void The_spec_says_what_the_body_is(string body, string expected) =>
        Assert.Equal(expected, Shown.After("""{"a":"x","message":"hi"}""", Json(body: body)));

    [Fact]
    public void A_field_is_parsed_in_place_of_the_body()
    {
        const string Line = """{"message":"hi","inner":"{\"a\":1,\"message\":\"there\"}","a":0}""";
        Assert.Equal("hi | a=<Number:1> message=there", Shown.After(Line, Plain, Json(field: "inner")));
        Assert.Equal("hi | a=<Number:0>", Shown.After("""{"message":"hi","a":0}""", Plain, Json(field: "inner")));
        Assert.Equal("<Absent> | a=<Number:1> message=there", Shown.After("""{"inner":{"a":1,"message":"there"}}""", Plain, Json(field: "inner")));
        Assert.Equal("there | inner=<Json:{\"message\":\"there\"}>", Shown.After("""{"inner":{"message":"there"}}""", Plain, Json(field: "inner", body: "message")));
    }

    [Fact]
    public void An_escaped_body_is_unescaped_before_it_is_parsed() =>
        Assert.Equal("hi | a=<Number:1>", Shown.After("""{"log":"{\"a\":1,\"msg\":\"hi\"}\n"}""", Plain, Plain));

    [Theory]
    [InlineData("\"info\"", 9)]
    [InlineData("\"INFO\"", 9)]
    [InlineData("\"Information\"", 9)]
    [InlineData("\"warn\"", 13)]
    [InlineData("\"WARNING\"", 13)]
    [InlineData("\"error\"", 17)]
    [InlineData("\"ERR\"", 17)]
    [InlineData("\"debug\"", 5)]
    [InlineData("\"trace\"", 1)]
    [InlineData("\"Critical\"", 21)]
    [InlineData("\"fatal\"", 21)]
    [InlineData("\"notice\"", 10)]
    [InlineData("10", 1)]
    [InlineData("20", 5)]
    [InlineData("30", 9)]
    [InlineData("40", 13)]
    [InlineData("50", 17)]
    [InlineData("60", 21)]
    [InlineData("\"30\"", 9)]
    [InlineData("\"high\"", 0)]
    [InlineData("70", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("\"info\u00e9\"", 0)]
    public void A_level_sets_the_severity(string value, int severity)
    {
        foreach (var name in new[] { "level", "severity", "lvl", "loglevel", "LogLevel", "log.level" })
        {
            var batch = Some.Batch($$"""{"{{name}}":{{value}}}""");
            new Stage(Plain, 0).Process(batch);
            Assert.Equal(severity, batch[0].SeverityNumber);
            Assert.Equal(1, batch[0].AttributeCount);
            batch.Release();
        }
    }

    [Fact]
    public void A_thousand_fields_are_taken_and_more_are_not()
    {
        var batch = Some.Batch(Object(ParsedFields.Maximum), Object(ParsedFields.Maximum + 1));
        var stage = new Stage(Plain, 0);
        stage.Process(batch);
        Assert.Equal(ParsedFields.Maximum, batch[0].AttributeCount);
        Assert.Equal("1023"u8.ToArray(), batch[0].Find("k1023"u8).Bytes.ToArray());
        Assert.Equal(0, batch[1].AttributeCount);
        Assert.Equal(new StageCounts(2, 1, 0), stage.Counts);

        static string Object(int members) => "{" + string.Join(',', Enumerable.Range(0, members).Select(i => $"\"k{i}\":{i}")) + "}";
    }

    [Fact]
    public void A_record_never_gets_more_attributes_than_the_limit()
    {
        var batch = Some.Batch("{" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"a{i}\":{i}")) + "}");
        for (var round = 0; round < 6; round++)
        {
            new Stage(Json(body: ParseSpec.OriginalBody), 0).Process(batch);
            for (var i = 0; i < batch[0].AttributeCount; i++)
            {
                batch[0].RenameAt(i, Encoding.UTF8.GetBytes($"{round}-{i}"));
            }
        }

        Assert.Equal(4000, batch[0].AttributeCount);
    }

    private static StageSpec Json(string? field = null, string? body = null) =>
        new() { Parse = new ParseSpec { Json = new JsonParserSpec(), Field = field, Body = body } };
}
