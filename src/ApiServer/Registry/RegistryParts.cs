using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Schema;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>What a registry is made with.</summary>
public sealed record RegistryParts(
    IStore Store, StoreFeed Feed, Scheme Scheme, SchemaModel Schema, DecodeOptions Decoding, AdmissionChain Admission, IdSource Ids,
    TimeProvider Time);
