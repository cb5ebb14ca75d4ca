using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kybernet.Bench.Micro.Pods;

/// <summary>
/// Pods as a cluster has them: the one of Data/pod.json, and siblings that differ where real pods differ (name, UID, addresses,
/// node, container ids, token volume, and every 20th pod the ReplicaSet).
/// </summary>
internal static class PodFamily
{
    private const int PodsPerReplicaSet = 20;
    private const int Nodes = 200;

    /// <summary>The pod of Data/pod.json without white space, as it comes over the wire.</summary>
    public static string Template()
    {
        using var stream = typeof(PodFamily).Assembly.GetManifestResourceStream("pod.json")!;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonNode.Parse(stream)!.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static byte[][] Json(int count)
    {
        var template = Template();
        var pods = new byte[count][];
        for (var i = 0; i < count; i++) pods[i] = Json(template, i);
        return pods;
    }

    /// <summary>Pod number <paramref name="index"/>: always the same bytes for the same number.</summary>
    public static byte[] Json(string template, int index)
    {
        var random = new Random(index);
        var replicaSet = new Random(1_000_000 + (index / PodsPerReplicaSet));
        var node = random.Next(1, Nodes);
        var address = $"10.{random.Next(244, 250)}.{random.Next(1, 250)}.{random.Next(2, 250)}";
        var text = new StringBuilder(template)
            .Replace("x2v9q", Letters(random, 5))
            .Replace("7xk2p", Letters(random, 5))
            .Replace("8a1f4c52-6d1e-4a3b-9c57-2f0b6f1f9d31", Uid(random))
            .Replace("1482035", random.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture))
            .Replace("worker-17", $"worker-{node}")
            .Replace("172.18.0.17", $"172.18.0.{node}")
            .Replace("10.244.3.17", address)
            .Replace("6f7d9c8b5d", Letters(replicaSet, 10))
            .Replace("0c7be1a9-3f44-4d0a-8a52-7d6b1a2c9e10", Uid(replicaSet));
        NewContainerIds(text, random);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void NewContainerIds(StringBuilder text, Random random)
    {
        const string prefix = "containerd://";
        var whole = text.ToString();
        for (var at = whole.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = whole.IndexOf(prefix, at + 1, StringComparison.Ordinal))
            for (var digit = 0; digit < 64; digit++) text[at + prefix.Length + digit] = "0123456789abcdef"[random.Next(16)];
    }

    private static string Letters(Random random, int count) => new(random.GetItems("bcdfghjklmnpqrstvwxz2456789".AsSpan(), count));

    private static string Uid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
