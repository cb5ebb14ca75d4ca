using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Kybernet.Store.Serving.Http2;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Serving;

public sealed class PingAnswersTests
{
    private readonly ManualClock _time = new();
    private readonly Pipe _pipe = new();
    private readonly PingAnswers _pings;

    public PingAnswersTests() => _pings = new(new(_pipe.Writer), _time);

    [Fact]
    public void Take_ManyInASecond_OneIsAnsweredAtOnceAndTheOthersWithTheBeat()
    {
        Take(1, 2, 3);
        Assert.Equal([1], Answered());

        _pings.Beat();
        Assert.Equal([2, 3], Answered());

        _pings.Beat();
        Assert.Equal([], Answered());
    }

    [Fact]
    public void Take_AloneForASecond_IsAnsweredAtOnce()
    {
        Take(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Take(2);

        Assert.Equal([1, 2], Answered());
    }

    [Fact]
    public void Take_MoreThanAreHeld_AnswersAll()
    {
        Take(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Answered());
    }

    private void Take(params ulong[] numbers)
    {
        Span<byte> payload = stackalloc byte[8];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt64BigEndian(payload, number);
            _pings.Take(payload);
        }
    }

    private List<ulong> Answered()
    {
        var answered = new List<ulong>();
        if (!_pipe.Reader.TryRead(out var read)) return answered;
        var bytes = read.Buffer.ToArray();
        for (var at = 0; at < bytes.Length; at += Frame.HeadBytes + 8)
        {
            var frame = Frame.Read(bytes.AsSpan(at, Frame.HeadBytes));
            Assert.Equal((FrameType.Ping, true, 8), (frame.Type, frame.Has(Frame.Ack), frame.Length));
            answered.Add(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at + Frame.HeadBytes)));
        }

        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return answered;
    }
}
