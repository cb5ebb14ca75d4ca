using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport.Https;

/// <summary>Reads a watch's stream: lines of JSON, or protobuf messages behind their length in four bytes.</summary>
internal sealed class WatchFrames(ObjectBytes objects, DecodeOptions options)
{
    private const int MaxFrame = 64 << 20;

    /// <exception cref="ApiException">The server ended the watch with an error.</exception>
    /// <exception cref="IOException">The stream broke off, or is none.</exception>
    public async IAsyncEnumerable<WatchNotice<IObject>> ReadAsync(Stream stream, bool isProtobuf, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                var rest = read.Buffer;
                while (TryCut(ref rest, isProtobuf, out var frame))
                    if (NoticeOf(frame.IsSingleSegment ? frame.FirstSpan : frame.ToArray(), isProtobuf) is { } notice) yield return notice;
                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted) yield break;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, bool isProtobuf, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (!isProtobuf)
        {
            if (rest.PositionOf((byte)'\n') is not { } end)
                return rest.Length > MaxFrame ? throw new IOException("an event of the watch is too long") : false;
            frame = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        if (rest.Length < sizeof(int)) return false;
        Span<byte> head = stackalloc byte[sizeof(int)];
        rest.Slice(0, sizeof(int)).CopyTo(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > MaxFrame) throw new IOException($"an event of the watch has {length} bytes");
        if (rest.Length < sizeof(int) + length) return false;
        frame = rest.Slice(sizeof(int), length);
        rest = rest.Slice(sizeof(int) + length);
        return true;
    }

    private WatchNotice<IObject>? NoticeOf(ReadOnlySpan<byte> frame, bool isProtobuf)
    {
        if (frame.IsEmpty) return null;
        var (type, value) = isProtobuf ? OfProtobuf(frame) : OfJson(frame);
        if (value is Status status)
            throw new ApiException(status.ToError() ?? Machinery.Statuses.ApiError.InternalError("the watch ended with a Status that is no error"));
        var kind = type switch
        {
            "ADDED" => WatchNoticeKind.Added,
            "MODIFIED" => WatchNoticeKind.Modified,
            "DELETED" => WatchNoticeKind.Deleted,
            "BOOKMARK" => WatchNoticeKind.Bookmark,
            _ => throw new IOException($"an event of the watch has the unknown type {type}"),
        };
        return new(kind, (IObject)value!);
    }

    private (string Type, IKind? Value) OfProtobuf(ReadOnlySpan<byte> frame)
    {
        var type = Encoding.ASCII.GetString(ProtoEnvelope.Field(frame, 1, options));
        return (type, objects.Read(ProtoEnvelope.Field(ProtoEnvelope.Field(frame, 2, options), 1, options)));
    }

    private (string Type, IKind? Value) OfJson(ReadOnlySpan<byte> line)
    {
        var reader = new JsonReader(line, options);
        var (type, value) = ("", (IKind?)null);
        if (reader.BeginObject("WatchEvent"))
        {
            while (reader.NextMember(out var name))
            {
                if (name.SequenceEqual("type"u8)) type = reader.ReadString();
                else if (name.SequenceEqual("object"u8)) value = objects.Read(reader.ReadRaw());
                else reader.SkipValue();
            }
        }

        if (reader.Fault is { } fault) throw new IOException($"an event of the watch cannot be read: {fault.Message}");
        return value is null ? throw new IOException("an event of the watch has no object") : (type, value);
    }
}
