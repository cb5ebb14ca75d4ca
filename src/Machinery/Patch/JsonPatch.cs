using System.Globalization;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Patch;

/// <summary>JSON patch, RFC 6902, with the leniency and the errors of upstream's library (evanphx/json-patch v4).</summary>
/// <remarks>
/// Differs from the RFC where upstream does: negative indices count from the end, <c>replace</c> of a missing member of an object adds
/// it, <c>copy</c> and <c>move</c> of one give <c>null</c> or fail, and <c>test</c> of a missing member against <c>null</c> succeeds.
/// </remarks>
public static class JsonPatch
{
    public const int MostOperations = 10_000;

    /// <summary>What all copies of one patch may add to the document, in bytes of JSON: the server's limit upstream.</summary>
    public const int MostCopiedBytes = 3 << 20;

    /// <summary>Applies the operations in order; the first that fails ends it.</summary>
    public static PatchResult Apply(JsonValue value, JsonValue patch)
    {
        if (Check(patch) is { } malformed) return malformed;
        var document = new JsonPatchDocument(value);
        foreach (var operation in patch.Items)
            if (Run(document, operation) is { } error) return Unprocessable(error);
        return document.ToValue();
    }

    /// <summary>What is wrong with the form of a patch; null when nothing is.</summary>
    private static ApiError? Check(JsonValue patch)
    {
        if (patch.IsNull) return null;
        if (patch.Kind != JsonKind.Array) return BadType(patch, "jsonpatch.Patch");
        foreach (var operation in patch.Items)
            if (operation.Kind is not (JsonKind.Object or JsonKind.Null)) return BadType(operation, "jsonpatch.Operation");
        return patch.Items.Count <= MostOperations ? null : ApiError.RequestEntityTooLarge(string.Create(
            CultureInfo.InvariantCulture,
            $"The allowed maximum operations in a JSON patch is {MostOperations}, got {patch.Items.Count}"));
    }

    private static ApiError BadType(JsonValue value, string goType)
    {
        var found = value.Kind switch
        {
            JsonKind.Object => "object",
            JsonKind.Array => "array",
            JsonKind.String => "string",
            JsonKind.Bool => "bool",
            _ => "number",
        };
        return ApiError.BadRequest($"json: cannot unmarshal {found} into Go value of type {goType}");
    }

    /// <summary>Upstream answers in the words of a generic response; what went wrong is in no field of it but the log.</summary>
    private static ApiError Unprocessable(string message) =>
        GenericResponse.ToError(422, "", default(GroupResource), "", message, 0, isUnexpected: false);

    private static string? Run(JsonPatchDocument document, JsonValue operation)
    {
        var kind = operation["op"].AsString() ?? "unknown";
        return kind switch
        {
            "add" => Add(document, operation),
            "remove" => Remove(document, operation),
            "replace" => Replace(document, operation),
            "move" => Move(document, operation),
            "test" => Test(document, operation),
            "copy" => Copy(document, operation),
            _ => $"Unexpected kind: {kind}",
        };
    }

    private static string? Add(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["path"].AsString() is not { } path) return "add operation failed to decode path: missing value";
        if (document.Find(path) is not { } place) return $"add operation does not apply: doc is missing path: \"{path}\": missing value";
        return place.Add(JsonPatchDocument.Node(operation["value"])) is { } error ? $"error in add for path: '{path}': {error}" : null;
    }

    private static string? Remove(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["path"].AsString() is not { } path) return "remove operation failed to decode path: missing value";
        if (document.Find(path) is not { } place) return $"remove operation does not apply: doc is missing path: \"{path}\": missing value";
        return place.Remove() is { } error ? $"error in remove for path: '{path}': {error}" : null;
    }

    private static string? Replace(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["path"].AsString() is not { } path)
            return "replace operation failed to decode path: operation missing path field: missing value";
        var value = operation["value"];
        if (path.Length == 0)
        {
            if (value.Kind is not (JsonKind.Object or JsonKind.Array)) return "replace operation value must be object or array: %!w(<nil>)";
            document.Root = JsonPatchDocument.Node(value);
            return null;
        }

        if (document.Find(path) is not { } place) return $"replace operation does not apply: doc is missing path: {path}: missing value";
        if (place.Get(out _) is not null) return $"replace operation does not apply: doc is missing key: {path}: missing value";
        return place.Set(JsonPatchDocument.Node(value)) is { } error ? $"error in remove for path: '{path}': {error}" : null;
    }

    private static string? Move(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["from"].AsString() is not { } from)
            return "move operation failed to decode from: operation, missing from field: missing value";
        if (document.Find(from) is not { } source) return $"move operation does not apply: doc is missing from path: {from}: missing value";
        if ((source.Get(out var value) ?? source.Remove()) is { } lost) return $"error in move for path: '{source.Key}': {lost}";
        if (operation["path"].AsString() is not { } path)
            return "move operation failed to decode path: operation missing path field: missing value";
        if (document.Find(path) is not { } place) return $"move operation does not apply: doc is missing destination path: {path}: missing value";
        return place.Add(value) is { } error ? $"error in move for path: '{path}': {error}" : null;
    }

    private static string? Copy(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["from"].AsString() is not { } from)
            return "copy operation failed to decode from: operation, missing from field: missing value";
        if (document.Find(from) is not { } source) return $"copy operation does not apply: doc is missing from path: {from}: missing value";
        if (source.Get(out var value) is { } missing) return $"error in copy for from: '{from}': {missing}";
        if (operation["path"].AsString() is not { } path) return "copy operation failed to decode path: missing value";
        if (document.Find(path) is not { } place) return $"copy operation does not apply: doc is missing destination path: {path}: missing value";
        if (document.CountCopy(value) is { } tooMuch) return tooMuch;
        return place.Add(JsonPatchDocument.Copy(value)) is { } error ? $"error while adding value during copy: {error}" : null;
    }

    private static string? Test(JsonPatchDocument document, JsonValue operation)
    {
        if (operation["path"].AsString() is not { } path)
            return "test operation failed to decode path: operation missing path field: missing value";
        var expected = operation["value"];
        if (path.Length == 0) return document.ToValue() == expected ? null : "testing value  failed: test failed";
        if (document.Find(path) is not { } place) return $"test operation does not apply: is missing path: {path}: missing value";
        if (place.Get(out var value) is { } missing) return $"error in test for path: '{path}': {missing}";
        return JsonPatchDocument.ToValue(value) == expected ? null : $"testing value {path} failed: test failed";
    }
}
