using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Pods;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Quick;

/// <summary>How many bytes a decoded pod keeps alive among many of its kind.</summary>
internal static class RetainedMemory
{
    public static IEnumerable<(string Name, long Bytes)> Measure(int pods)
    {
        var template = PodFamily.Template();
        yield return ("Kybernet, string pool", PerPod(pods, WithPool(template, new DecodeOptions { Pool = new StringPool(1 << 16) })));
        yield return ("Kybernet, protobuf, string pool", PerPod(pods, FromProto(template, new DecodeOptions { Pool = new StringPool(1 << 16) })));
        yield return ("Kybernet, no pool", PerPod(pods, WithPool(template, DecodeOptions.Default)));
        yield return ("V1Pod", PerPod(pods, i => ClientPods.Decode(PodFamily.Json(template, i))));
    }

    private static Func<int, object> WithPool(string template, DecodeOptions options) =>
        i => OurPods.DecodeJson(PodFamily.Json(template, i), options);

    private static Func<int, object> FromProto(string template, DecodeOptions options)
    {
        var writer = new ProtoWriter();
        return i =>
        {
            OurPods.EncodeProto(OurPods.DecodeJson(PodFamily.Json(template, i), DecodeOptions.Default), writer);
            return OurPods.DecodeProto(writer.Written.ToArray(), options);
        };
    }

    /// <summary>The pool itself is not counted: it is there before.</summary>
    private static long PerPod(int pods, Func<int, object> decode)
    {
        var kept = new object[pods];
        decode(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < pods; i++) kept[i] = decode(i);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        GC.KeepAlive(decode);
        return (after - before) / pods;
    }
}
