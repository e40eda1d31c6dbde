using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Reads the lines of a watch; a silence longer than agreed ends it.</summary>
internal static class WatchReader
{
    // etcd refuses objects above 1.5 MiB; escapes may blow one up, but never this far.
    private const int MaxLineBytes = 32 * 1024 * 1024;

    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(
        KubeResource<T> resource, KubeRequest request, Stream stream, TimeSpan patience, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, IKubeObject
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                silence.CancelAfter(patience);
                var read = await ReadAsync(pipe, request, patience, linked.Token, cancellation).ConfigureAwait(false);
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                var buffer = read.Buffer;
                while (TryTakeLine(ref buffer, out var line))
                {
                    if (!line.IsEmpty)
                    {
                        yield return Decode(resource, request, line);
                    }
                }

                if (buffer.Length > MaxLineBytes)
                {
                    throw new KubeException(request.ToString(), "BadAnswer", $"expected a line of at most {MaxLineBytes} bytes, found a longer one");
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                    {
                        throw new KubeException(request.ToString(), "Truncated", "the watch broke off in the middle of a line");
                    }

                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async Task<ReadResult> ReadAsync(PipeReader pipe, KubeRequest request, TimeSpan patience, CancellationToken linked, CancellationToken caller)
    {
        try
        {
            return await Failures.TranslateAsync(request, () => pipe.ReadAsync(linked).AsTask()).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw new KubeException(request.ToString(), "Timeout", $"expected a change or a bookmark within {patience.TotalSeconds} s, found silence");
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static WatchEvent<T> Decode<T>(KubeResource<T> resource, KubeRequest request, ReadOnlySequence<byte> line)
        where T : class, IKubeObject
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw Failures.Translate(request, e)!;
        }

        using (document)
        {
            var json = ObjectDecoder.Member(document.RootElement, "object");
            var version = ObjectDecoder.Text(ObjectDecoder.Member(json, "metadata"), "resourceVersion");
            var type = ObjectDecoder.Text(document.RootElement, "type");
            switch (type)
            {
                case "BOOKMARK":
                    return new WatchEvent<T>(WatchEventType.Bookmark, null, null, version);
                case "ERROR":
                    throw new KubeException(request.ToString(), Status(json));
                case "ADDED" or "MODIFIED" or "DELETED":
                    var what = type == "ADDED" ? WatchEventType.Added : type == "MODIFIED" ? WatchEventType.Modified : WatchEventType.Deleted;
                    var obj = ObjectDecoder.TryDecode(resource, json, out var undecodable);
                    return new WatchEvent<T>(what, obj, undecodable, version);
                default:
                    throw new KubeException(request.ToString(), "BadAnswer", $"expected ADDED, MODIFIED, DELETED, BOOKMARK or ERROR, found \"{type}\"");
            }
        }
    }

    private static ApiStatus Status(JsonElement json)
    {
        try
        {
            return json.Deserialize(KubernetesJson.Default.ApiStatus)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new ApiStatus { Status = "Failure", Code = 500, Reason = "BadAnswer", Message = json.ToString() };
        }
    }
}
