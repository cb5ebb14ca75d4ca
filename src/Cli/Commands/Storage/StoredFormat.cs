namespace Kybernet.Cli.Commands.Storage;

/// <summary>How a value is stored.</summary>
public enum StoredFormat
{
    /// <summary>Upstream's envelope <c>k8s\0</c> around a protobuf message: every built-in kind but those of the next line.</summary>
    Protobuf,

    /// <summary>JSON: custom resources, CustomResourceDefinitions, APIServices.</summary>
    Json,
}
