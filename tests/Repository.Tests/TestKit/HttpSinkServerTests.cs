using System.IO.Compression;
using System.Net;
using System.Text;
using LogOperator.TestKit.Http;

namespace LogOperator.Repository.Tests.TestKit;

public sealed class HttpSinkServerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Gzipped_lines_are_kept_as_lines()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var client = new HttpClient();

        var answer = await client.PostAsync(new Uri(server.Address, "ingest?x=1"), Gzip("{\"n\":1}\n{\"n\":2}\n"));
        await server.WaitForLinesAsync(2, Soon);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["{\"n\":1}", "{\"n\":2}"], server.Lines);
        Assert.Equal("/ingest?x=1", server.Requests.Single().Path);
    }

    [Fact]
    public async Task Faults_come_in_the_order_in_which_they_were_enqueued_and_store_nothing()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var client = new HttpClient();
        server.Enqueue(HttpSinkAnswer.TooManyRequests(TimeSpan.FromSeconds(2)), HttpSinkAnswer.Cut);

        var refused = await client.PostAsync(server.Address, Gzip("a\n"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(server.Address, Gzip("b\n")));
        var accepted = await client.PostAsync(server.Address, Gzip("c\n"));

        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(["c"], server.Lines);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_leaves_the_lines_stored()
    {
        await using var server = await HttpSinkServer.StartAsync();
        using var client = new HttpClient();
        server.Enqueue(HttpSinkAnswer.CutAfterStoring);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(server.Address, Gzip("a\n")));

        Assert.Equal(["a"], server.Lines);
    }

    private static ByteArrayContent Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return new ByteArrayContent(bytes.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };
    }
}
