using System.Runtime.CompilerServices;
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
        yield return ("from JSON, strings and records shared", PerPod(pods, () => FromJson(template, DecodeOptions.Sharing())));
        yield return ("from protobuf, strings and records shared", PerPod(pods, () => FromProto(template, DecodeOptions.Sharing())));
        yield return ("from JSON, strings shared", PerPod(pods, () => FromJson(template, new DecodeOptions { Pool = new StringPool() })));
        yield return ("from JSON, nothing shared", PerPod(pods, () => FromJson(template, DecodeOptions.Default)));
        yield return ("V1Pod", PerPod(pods, () => i => ClientPods.Decode(PodFamily.Json(template, i))));
    }

    private static Func<int, object> FromJson(string template, DecodeOptions options) =>
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

    private static long PerPod(int pods, Func<Func<int, object>> decoder)
    {
        var kept = new object[pods];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Fill(kept, decoder);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / pods;
    }

    /// <summary>The pools die with the decoder when this returns: what counts is what the pods themselves hold on to.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(object[] kept, Func<Func<int, object>> decoder)
    {
        var decode = decoder();
        for (var i = 0; i < kept.Length; i++) kept[i] = decode(i);
    }
}
