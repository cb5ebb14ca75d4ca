using System.Buffers;
using System.Text.Json;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Quick;

/// <summary>What the quick run measures.</summary>
internal static class Comparisons
{
    private const string Client = "System.Text.Json over V1Pod";
    private const string Google = "Google.Protobuf";

    public static IEnumerable<Comparison> All()
    {
        var bytes = new PodBytes();
        return [.. Json(bytes), .. Proto(bytes), .. Values(bytes)];
    }

    private static IEnumerable<Comparison> Json(PodBytes bytes)
    {
        DecodeOptions strings = new() { Pool = new StringPool() }, all = DecodeOptions.Sharing();
        Func<byte[]> mine = Round(bytes.Json), theirs = Round(bytes.Json);
        void Peer() => ClientPods.Decode(theirs());
        yield return new("JSON decode, nothing shared", () => OurPods.DecodeJson(mine(), DecodeOptions.Default), Client, Peer);
        yield return new("JSON decode, strings shared", () => OurPods.DecodeJson(mine(), strings), Client, Peer);
        yield return new("JSON decode, strings and records shared", () => OurPods.DecodeJson(mine(), all), Client, Peer);

        var pod = OurPods.DecodeJson(bytes.Json[0], all);
        var writer = new JsonWriter(1 << 16);
        var client = ClientPods.Decode(bytes.Json[0]);
        var output = new ArrayBufferWriter<byte>(1 << 16);
        var clientWriter = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        yield return new("JSON encode", () => OurPods.EncodeJson(pod, writer), Client, () => ClientPods.Encode(client, output, clientWriter));
    }

    private static IEnumerable<Comparison> Proto(PodBytes bytes)
    {
        DecodeOptions strings = new() { Pool = new StringPool() }, all = DecodeOptions.Sharing();
        Func<byte[]> mine = Round(bytes.Proto), theirs = Round(bytes.Proto);
        void Peer() => GooglePods.Decode(theirs());
        yield return new("protobuf decode, nothing shared", () => OurPods.DecodeProto(mine(), DecodeOptions.Default), Google, Peer);
        yield return new("protobuf decode, strings shared", () => OurPods.DecodeProto(mine(), strings), Google, Peer);
        yield return new("protobuf decode, strings and records shared", () => OurPods.DecodeProto(mine(), all), Google, Peer);

        var pod = OurPods.DecodeProto(bytes.Proto[0], all);
        var writer = new ProtoWriter(1 << 16);
        var message = GooglePods.Decode(bytes.Proto[0]);
        var output = new byte[1 << 16];
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        void Ours() => OurPods.EncodeProto(pod, writer);
        yield return new("protobuf encode", Ours, Google + ", span", () => GooglePods.Encode(message, output));
        yield return new("protobuf encode", Ours, Google + ", buffer writer", () => GooglePods.Encode(message, buffer));
    }

    private static IEnumerable<Comparison> Values(PodBytes bytes)
    {
        var labels = OurPods.DecodeJson(bytes.Json[0], DecodeOptions.Default).Metadata.Labels;
        var selector = SelectorSubject.Parse();
        yield return new("label selector match", () => SelectorSubject.Match(selector, labels));
        var round = 0;
        yield return new("quantity parse", () => QuantitySubject.Parse(round++));
        yield return new("quantity format", () => QuantitySubject.Format(round++));
    }

    private static Func<byte[]> Round(byte[][] items)
    {
        var next = 0;
        return () => items[next++ & (PodBytes.Count - 1)];
    }
}
