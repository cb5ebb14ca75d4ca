using System.Text;
using Kybernet.Api;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Fuzz.Tests;

/// <summary>Damaged bytes through the readers: an answer each time, in bounded time and memory.</summary>
public class HostileInputTests
{
    private static readonly Scheme s_scheme = ApiScheme.Create();
    private static readonly DecodeOptions s_options = new() { Pool = new StringPool() };

    [Fact]
    public void MutatedJson_IsReadOrRefused() => FuzzRun.Of("*.json", bytes =>
    {
        var decoded = ObjectJson.Decode(bytes, s_scheme, s_options, strict: true);
        if (decoded.Succeeded) Assert.True(ObjectJson.Decode(ObjectJson.Encode(decoded.Value), s_scheme, s_options).Succeeded);
    });

    [Fact]
    public void MutatedProtobuf_IsReadOrRefused() => FuzzRun.Of("*.pb", bytes =>
    {
        var decoded = ObjectProtobuf.Decode(bytes, s_scheme, s_options);
        if (!decoded.Succeeded) return;
        Assert.True(ObjectProtobuf.Decode(ObjectProtobuf.Encode(decoded.Value), s_scheme, s_options).Succeeded);
        _ = ObjectJson.Encode(decoded.Value);
    });

    [Fact]
    public void MutatedJsonAsYaml_IsReadOrRefused() => FuzzRun.Of("*.json", bytes => _ = YamlReader.Read(bytes));

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

    private static byte[] Varint(int value) =>
        value < 0x80 ? [(byte)value] : value < 0x4000 ? [(byte)(value | 0x80), (byte)(value >> 7)] : [(byte)(value | 0x80),
            (byte)((value >> 7) | 0x80), (byte)(value >> 14)];
}
