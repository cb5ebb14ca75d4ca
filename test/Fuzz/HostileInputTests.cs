using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Fuzz.Tests;

/// <summary>
/// Damaged bytes through the readers: an answer each time, in bounded time and memory. KYBERNET_FUZZ_MB sets how many
/// megabytes each format gets, KYBERNET_FUZZ_SEED where to start; a failure prints the seed of its input.
/// </summary>
public class HostileInputTests
{
    /// <summary>
    /// Bytes allocated for one byte of input, at most: the costliest input is a list of messages of a few bytes, each of which
    /// becomes a record of hundreds.
    /// </summary>
    private const int Amplification = 200;

    private static readonly Scheme s_scheme = ApiScheme.Create();
    private static readonly DecodeOptions s_options = new() { Pool = new StringPool() };

    private static long Budget => Setting("KYBERNET_FUZZ_MB", 3) << 20;

    private static int FirstSeed => (int)Setting("KYBERNET_FUZZ_SEED", 1);

    [Fact]
    public void MutatedJson_IsReadOrRefused() => Run("*.json", bytes =>
    {
        var decoded = ObjectJson.Decode(bytes, s_scheme, s_options, strict: true);
        if (decoded.Succeeded) Assert.True(ObjectJson.Decode(ObjectJson.Encode(decoded.Value), s_scheme, s_options).Succeeded);
    });

    [Fact]
    public void MutatedProtobuf_IsReadOrRefused() => Run("*.pb", bytes =>
    {
        var decoded = ObjectProtobuf.Decode(bytes, s_scheme, s_options);
        if (!decoded.Succeeded) return;
        Assert.True(ObjectProtobuf.Decode(ObjectProtobuf.Encode(decoded.Value), s_scheme, s_options).Succeeded);
        _ = ObjectJson.Encode(decoded.Value);
    });

    [Fact]
    public void MutatedJsonAsYaml_IsReadOrRefused() => Run("*.json", bytes => _ = YamlReader.Read(bytes));

    [Theory]
    [InlineData("{\"a\":", 100_000, "exceeded max depth")]
    [InlineData("[", 100_000, "exceeded max depth")]
    public void DeepJson_IsRefused(string unit, int times, string message)
    {
        var json = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"x\":" + string.Concat(Enumerable.Repeat(unit, times));
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, s_options);
        Assert.Contains(message, decoded.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepSchemaProps_AreRefusedInBothFormats()
    {
        var json = """{"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","spec":{"versions":[{"schema":{"openAPIV3Schema":"""
            + string.Concat(Enumerable.Repeat("{\"not\":", 50_000));
        Assert.Contains("exceeded max depth", ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, s_options).Error!.Message, StringComparison.Ordinal);
        var nested = Array.Empty<byte>();
        for (var i = 0; i < 3000; i++) nested = [0xE2, 1, .. Varint(nested.Length), .. nested];
        var reader = new Machinery.Protobuf.ProtoReader(nested, s_options);
        _ = Api.ApiExtensions.V1.JSONSchemaProps.ReadProto(ref reader, null);
        Assert.Contains("exceeded max depth", reader.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyBytes_AreRefused()
    {
        var options = new DecodeOptions { MaxBytes = 10 };
        Assert.Contains("the limit is 10", ObjectJson.Decode(new byte[11], s_scheme, options).Error!.Message, StringComparison.Ordinal);
        Assert.Contains("the limit is 10", ObjectProtobuf.Decode("k8s\0             "u8, s_scheme, options).Error!.Message, StringComparison.Ordinal);
    }

    private static void Run(string pattern, Action<byte[]> read)
    {
        var corpus = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data"), pattern).Select(File.ReadAllBytes).ToList();
        // What is made once, tables and pools, counts for no input.
        foreach (var whole in corpus) read(whole);
        var total = 0L;
        for (var seed = FirstSeed; total < Budget; seed++)
        {
            var bytes = new Mutator(new Random(seed), corpus).Next();
            total += bytes.Length + 1;
            var started = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"seed {seed}: {problem.Message}", problem);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= ((long)bytes.Length * Amplification) + (1 << 16), $"seed {seed}: {allocated} bytes allocated for {bytes.Length}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"seed {seed}: hangs");
        }
    }

    private static byte[] Varint(int value) =>
        value < 0x80 ? [(byte)value] : value < 0x4000 ? [(byte)(value | 0x80), (byte)(value >> 7)] : [(byte)(value | 0x80),
            (byte)((value >> 7) | 0x80), (byte)(value >> 14)];

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
