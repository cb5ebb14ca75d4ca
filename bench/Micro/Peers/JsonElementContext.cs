using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kybernet.Bench.Micro.Peers;

/// <summary>What the client's own context lacks to write a pod with managed fields: they are a JsonElement there.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonElementContext : JsonSerializerContext;
