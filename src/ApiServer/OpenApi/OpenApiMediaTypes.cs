namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// The media types of OpenAPI documents in protobuf. Clients ask under either name; the answer carries the one with dots.
/// </summary>
public static class OpenApiMediaTypes
{
    public const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>What kubectl asks for.</summary>
    public const string V2ProtobufOld = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    public const string V3Protobuf = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    public const string V3ProtobufOld = "application/com.github.proto-openapi.spec.v3@v1.0+protobuf";
}
