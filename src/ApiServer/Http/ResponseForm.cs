namespace Kybernet.ApiServer.Http;

/// <summary>The bytes an answer is made of.</summary>
public enum WireFormat
{
    Json,
    Yaml,
    Protobuf,
}

/// <summary>The shape an answer's objects take.</summary>
public enum ObjectForm
{
    /// <summary>As they are.</summary>
    Whole,

    /// <summary>Rows of a Table.</summary>
    Table,

    /// <summary>PartialObjectMetadata: kind and metadata only.</summary>
    Metadata,
}

/// <summary>What the client accepts, decided.</summary>
public readonly record struct ResponseForm(WireFormat Format, ObjectForm Form)
{
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    public string ContentType => Format switch
    {
        WireFormat.Yaml => Yaml,
        WireFormat.Protobuf => Protobuf,
        _ => Json,
    };

    public string StreamContentType => Format == WireFormat.Protobuf ? Protobuf + ";stream=watch" : ContentType;
}
