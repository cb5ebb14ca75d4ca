using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Kybernet.Base;

namespace Kybernet.Store.Protocol;

/// <summary>Between the contract's keys and events and the wire's, both ways. Bytes are shared, not copied.</summary>
internal static class Wire
{
    public static ByteString ToWire(Bytes bytes) => bytes.IsEmpty ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(bytes.Memory);

    public static Bytes FromWire(ByteString bytes) => new(bytes.Memory);

    public static KeyValue ToWire(Store.KeyValue item) => new()
    {
        Key = ToWire(item.Key),
        Value = ToWire(item.Value),
        CreateRevision = item.CreateRevision.Value,
        ModRevision = item.ModRevision.Value,
        Version = item.Version,
        Lease = item.Lease.Value,
    };

    public static Store.KeyValue FromWire(KeyValue item) => new(
        FromWire(item.Key), FromWire(item.Value), new(item.CreateRevision), new(item.ModRevision), item.Version, new(item.Lease));

    public static ImmutableArray<Store.KeyValue> FromWire(RepeatedField<KeyValue> items)
    {
        if (items.Count == 0) return [];
        var builder = ImmutableArray.CreateBuilder<Store.KeyValue>(items.Count);
        foreach (var item in items) builder.Add(FromWire(item));
        return builder.MoveToImmutable();
    }

    public static void AddTo(RepeatedField<KeyValue> wire, ImmutableArray<Store.KeyValue> items)
    {
        wire.Capacity = items.Length;
        foreach (var item in items) wire.Add(ToWire(item));
    }

    public static Event ToWire(WatchEvent change) => new()
    {
        Type = change.Kind == WatchEventKind.Put ? Event.Types.EventType.Put : Event.Types.EventType.Delete,
        Kv = ToWire(change.Current),
        PrevKv = change.Previous is { } previous ? ToWire(previous) : null,
    };

    public static WatchEvent FromWire(Event change) => new(
        change.Type == Event.Types.EventType.Put ? WatchEventKind.Put : WatchEventKind.Delete,
        FromWire(change.Kv),
        change.PrevKv is { } previous ? FromWire(previous) : null);

    public static ImmutableArray<WatchEvent> FromWire(RepeatedField<Event> events)
    {
        var builder = ImmutableArray.CreateBuilder<WatchEvent>(events.Count);
        foreach (var change in events) builder.Add(FromWire(change));
        return builder.MoveToImmutable();
    }
}
