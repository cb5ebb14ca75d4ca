using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>Reads an object from a value of the store; null when the bytes are no object of the resource's kind, with the reason.</summary>
public delegate IObject? StoredDecoder(ReadOnlyMemory<byte> value, out string? error);
