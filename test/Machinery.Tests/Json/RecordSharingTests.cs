using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Tests.Json;

public class RecordSharingTests
{
    private const string Owner = """{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-6f7d9c8b5d","uid":"0c7be1a9-3f44-4d0a-8a52-7d6b1a2c9e10"}""";
    private const string Manager = """{"manager":"kubelet","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"k:{\"type\":\"Ready\"}":{".":{}}}}}""";

    [Fact]
    public void ReadJson_SameBytesAgain_GivesTheSameRecord()
    {
        var options = DecodeOptions.Sharing();
        var read = Enumerable.Range(0, 4).Select(i => FromJson(Meta($"pod-{i}"), options).Value!).ToList();
        Assert.Same(read[2].OwnerReferences[0], read[3].OwnerReferences[0]);
        Assert.True(read[2].ManagedFields[0].FieldsV1.Memory.Equals(read[3].ManagedFields[0].FieldsV1.Memory));
        Assert.Equal(["pod-0", "pod-1", "pod-2", "pod-3"], read.Select(meta => meta.Name));
    }

    [Fact]
    public void ReadProto_SameBytesAgain_GivesTheSameRecord()
    {
        var options = DecodeOptions.Sharing();
        var bytes = Proto(FromJson(Meta("pod"), DecodeOptions.Default).Value!);
        var read = Enumerable.Range(0, 4).Select(_ => FromProto(bytes, options)).ToList();
        Assert.Same(read[2].OwnerReferences[0], read[3].OwnerReferences[0]);
        Assert.True(read[2].ManagedFields[0].FieldsV1.Memory.Equals(read[3].ManagedFields[0].FieldsV1.Memory));
        Assert.Equal(bytes, Proto(read[3]));
    }

    [Fact]
    public void Read_AfterTheOtherFormat_GivesTheSameObject()
    {
        var options = DecodeOptions.Sharing();
        var expected = FromJson(Meta("pod"), DecodeOptions.Default).Value!;
        var bytes = Proto(expected);
        for (var round = 0; round < 4; round++)
        {
            Assert.Equal(expected, FromProto(bytes, options));
            Assert.Equal(expected, FromJson(Meta("pod"), options).Value);
        }
    }

    /// <summary>Quotes, backslashes and braces at every place of a 64-byte step.</summary>
    [Fact]
    public void ReadJson_RandomText_AgreesWithReadingAlone()
    {
        var options = DecodeOptions.Sharing();
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var json = Meta("pod", Owner.Replace("web-6f7d9c8b5d", RandomText(random), StringComparison.Ordinal));
            var expected = FromJson(json, DecodeOptions.Default);
            for (var again = 0; again < 3; again++) Same(expected, FromJson(json, options), json);
        }
    }

    [Fact]
    public void ReadJson_CutAnywhere_FailsAsReadingAlone()
    {
        var options = DecodeOptions.Sharing();
        var json = Meta("pod");
        for (var i = 0; i < 3; i++) FromJson(json, options);
        for (var length = 0; length < json.Length; length++)
            Same(FromJson(json[..length], DecodeOptions.Default), FromJson(json[..length], options), json[..length]);
    }

    [Fact]
    public void ReadJson_WhiteSpaceInFields_IsDroppedEachTime()
    {
        var options = DecodeOptions.Sharing();
        var json = Meta("pod").Replace("\".\":{}", "\".\" : {\n}", StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
            Assert.Equal("""{"f:status":{"k:{\"type\":\"Ready\"}":{".":{}}}}""", FromJson(json, options).Value!.ManagedFields[0].FieldsV1.ToString());
    }

    [Fact]
    public void ReadJson_Strict_FindsEachTime()
    {
        var options = DecodeOptions.Sharing();
        var json = Meta("pod", Owner.Replace("uid", "uuid", StringComparison.Ordinal));
        for (var i = 0; i < 4; i++)
        {
            FromJson(json, options);
            Assert.Equal(["unknown field \"ownerReferences[0].uuid\""], FromJson(json, options, strict: true).Strict!.Messages);
        }
    }

    [Fact]
    public void ReadJson_StrictAndNothingFound_GivesTheSameRecord()
    {
        var options = DecodeOptions.Sharing();
        var read = Enumerable.Range(0, 4).Select(i => FromJson(Meta($"pod-{i}"), options, strict: true).Value!).ToList();
        Assert.Same(read[2].OwnerReferences[0], read[3].OwnerReferences[0]);
        Assert.Same(read[3].OwnerReferences[0], FromJson(Meta("pod"), options).Value!.OwnerReferences[0]);
    }

    [Fact]
    public void ReadJson_SharedRecordBelowTheDepthLimit_IsStillTooDeep()
    {
        var options = DecodeOptions.Sharing();
        var json = Meta("pod", """{"name":"deep","unknown":[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]}""");
        for (var i = 0; i < 3; i++) Assert.True(FromJson(json, options).Succeeded);
        Assert.Equal("exceeded max depth 20", FromJson(json, options with { MaxDepth = 20 }).Error!.Message);
    }

    /// <summary>More records than a small pool holds: they come and go, and each reading is right.</summary>
    [Fact]
    public void ReadJson_MoreThanThePoolHolds_StaysRight()
    {
        var options = DecodeOptions.Default with { Records = new RecordPool(capacity: 16, budget: 1) };
        for (var round = 0; round < 2000; round++)
        {
            var json = Meta("pod", Owner.Replace("web", $"web-{round * 7 % 100}", StringComparison.Ordinal));
            Same(FromJson(json, DecodeOptions.Default), FromJson(json, options), json);
        }
    }

    [Fact]
    public async Task ReadJson_ManyThreads_StaysRight()
    {
        var options = DecodeOptions.Default with { Records = new RecordPool(capacity: 32) };
        var texts = Enumerable.Range(0, 50).Select(i => Meta("pod", Owner.Replace("web", $"web-{i}", StringComparison.Ordinal))).ToList();
        var expected = texts.Select(text => FromJson(text, DecodeOptions.Default).Value).ToList();
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (worker, _) =>
        {
            for (var i = 0; i < 2000; i++) Assert.Equal(expected[(i + worker) % 50], FromJson(texts[(i + worker) % 50], options).Value);
            return ValueTask.CompletedTask;
        });
    }

    private static string Meta(string name, string owner = Owner) =>
        $$"""{"name":"{{name}}","ownerReferences":[{{owner}}],"managedFields":[{{Manager}}]}""";

    private static string RandomText(Random random)
    {
        string[] parts = ["a", "bc", "{", "}", "\\\"", "\\\\", "\\n", "\\u0041", "\"", "\\", "[", "é", "0123456789abcdef"];
        // The first eight keep the text well formed; the others, now and then, may spoil it.
        var text = new StringBuilder();
        for (var left = random.Next(120); left > 0; left--) text.Append(parts[random.Next(100) == 0 ? random.Next(parts.Length) : random.Next(8)]);
        return text.ToString();
    }

    private static void Same(Decoded<ObjectMeta> expected, Decoded<ObjectMeta> actual, string json)
    {
        Assert.True(expected.Error == actual.Error, $"{json}: {actual.Error} instead of {expected.Error}");
        Assert.Equal(expected.Value, actual.Value);
    }

    private static Decoded<ObjectMeta> FromJson(string json, DecodeOptions options, bool strict = false) =>
        ObjectJson.Decode<ObjectMeta>(Encoding.UTF8.GetBytes(json), options, strict);

    private static ObjectMeta FromProto(byte[] bytes, DecodeOptions options)
    {
        var reader = new ProtoReader(bytes, options);
        var meta = ObjectMeta.ReadProto(ref reader, null);
        Assert.Null(reader.Fault);
        return meta;
    }

    private static byte[] Proto(ObjectMeta meta)
    {
        using var writer = new ProtoWriter();
        meta.WriteProto(writer);
        return writer.Written.ToArray();
    }
}
