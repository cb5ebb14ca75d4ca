using System.Buffers.Binary;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Answers a peer's pings: at once, or with the next beat when one was answered within the last second.</summary>
/// <remarks>
/// Clients in Go ping after each answer they get, to measure the line, and not again before that ping is answered. Answered at once, each short call
/// would be two: as many packets and wake-ups again, on both sides. A ping that asks whether the peer lives comes alone, and is not held.
/// </remarks>
internal sealed class PingAnswers(FrameWriter writer, TimeProvider time)
{
    // A peer that sends more without waiting is answered at once: nothing piles up.
    private const int MostHeld = 8;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<ulong> _held = new(MostHeld);
    private long? _answeredAt;

    public void Take(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_held.Count < MostHeld && _answeredAt is { } last && time.GetElapsedTime(last) < s_pause)
            {
                _held.Enqueue(BinaryPrimitives.ReadUInt64BigEndian(payload));
                return;
            }

            AnswerHeld();
            writer.Send(FrameType.Ping, Frame.Ack, 0, payload);
        }
    }

    /// <summary>Called about once a second.</summary>
    public void Beat()
    {
        lock (_gate)
            if (_held.Count > 0) AnswerHeld();
    }

    private void AnswerHeld()
    {
        _answeredAt = time.GetTimestamp();
        Span<byte> payload = stackalloc byte[8];
        while (_held.TryDequeue(out var number))
        {
            BinaryPrimitives.WriteUInt64BigEndian(payload, number);
            writer.Send(FrameType.Ping, Frame.Ack, 0, payload);
        }
    }
}
