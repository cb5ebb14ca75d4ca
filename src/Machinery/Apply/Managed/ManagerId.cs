using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>What tells one entry of an object's managed fields from another.</summary>
/// <param name="Manager">The name the client gave.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">Empty for appliers: one applier has one entry, whatever version it applies next.</param>
/// <param name="Subresource">The subresource written through, or empty.</param>
internal readonly record struct ManagerId(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    /// <summary>Stands for the writer while an update is worked out, so that what it takes now can be told from what it had.</summary>
    public static ManagerId CurrentOperation { get; } = new("current-operation", "", "", "");

    public static ManagerId Of(ManagedFieldsEntry entry) =>
        new(entry.Manager, entry.Operation, entry.Operation == Apply ? "" : entry.ApiVersion, entry.Subresource);

    public static ManagerId For(string manager, string operation, string apiVersion, string subresource) =>
        new(manager.Length == 0 ? "unknown" : manager, operation, operation == Apply ? "" : apiVersion, subresource);

    /// <summary>As conflicts name it.</summary>
    public string ToConflictText()
    {
        var text = QuotedText.Of(Manager);
        if (Subresource.Length > 0) text += " with subresource " + QuotedText.Of(Subresource);
        return Operation == Update ? $"{text} using {ApiVersion}" : text;
    }

    /// <summary>The JSON text upstream identifies managers by, which orders them.</summary>
    public string ToJson()
    {
        using var writer = new JsonWriter(256);
        var entry = new ManagedFieldsEntry { Manager = Manager, Operation = Operation, ApiVersion = ApiVersion, Subresource = Subresource };
        entry.WriteJson(writer);
        return System.Text.Encoding.UTF8.GetString(writer.Written);
    }
}
