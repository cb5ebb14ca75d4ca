namespace Kybernet.Fuzz.Tests;

/// <summary>Damages bytes the way hostile input is damaged: flips, cuts, repeats, splices, runs of one byte, extreme lengths.</summary>
public sealed class Mutator(Random random, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[] s_telling = [0, 0x7F, 0x80, 0xFF, (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)'"', (byte)'\\', (byte)',',
        (byte)':', (byte)'-', (byte)'9', (byte)'e', 0x0A, 0x12];

    public byte[] Next()
    {
        var bytes = corpus[random.Next(corpus.Count)].ToList();
        for (var rounds = 1 << random.Next(0, 6); rounds > 0 && bytes.Count > 0; rounds--) Damage(bytes);
        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = s_telling[random.Next(s_telling.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Repeat(s_telling[random.Next(s_telling.Length)], random.Next(1, 40)));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(16)]);
                break;
            default:
                var other = corpus[random.Next(corpus.Count)];
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 256)).ToArray());
                break;
        }
    }
}
