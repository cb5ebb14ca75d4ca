namespace Kybernet.ApiServer.Http;

/// <summary>
/// Why a map is no object. Upstream makes an object of a strategically patched map without writing JSON in between, and has other words for
/// what does not fit. Upstream: <c>runtime/converter.go</c>.
/// </summary>
internal static class MapFaults
{
    private const string Start = "json: cannot unmarshal ";
    private const string TypeMark = " of type ";

    /// <summary>The words for what reading the JSON has found. What a type's own reader says stays.</summary>
    public static string Of(string fault)
    {
        if (fault.StartsWith("illegal base64 data", StringComparison.Ordinal)) return $"error decoding from json: {fault}";
        var mark = fault.LastIndexOf(TypeMark, StringComparison.Ordinal);
        if (!fault.StartsWith(Start, StringComparison.Ordinal) || mark < 0) return fault;
        var found = fault[Start.Length..].Split(' ', 3);
        var (source, type) = (found[0], fault[(mark + TypeMark.Length)..].TrimStart('*'));
        var isFraction = source == "number" && found.Length > 1 && found[1].AsSpan().ContainsAny('.', 'e', 'E');
        if (type.StartsWith("map[", StringComparison.Ordinal)) return $"cannot restore map from {KindOf(source, isFraction)}";
        if (type.StartsWith("[]", StringComparison.Ordinal)) return $"cannot restore slice from {KindOf(source, isFraction)}";
        if (!IsSimple(type)) return $"cannot restore struct from: {KindOf(source, isFraction)}";
        // Go converts numbers to each other and to strings; upstream allows only the former.
        var converts = source == "number" && type != "bool";
        return converts ? $"cannot convert {KindOf(source, isFraction)} to {type}" : $"unrecognized type: {type}";
    }

    private static string KindOf(string source, bool isFraction) => source switch
    {
        "number" => isFraction ? "float64" : "int64",
        "object" => "map",
        "array" => "slice",
        _ => source,
    };

    private static bool IsSimple(string type) =>
        type is "string" or "bool" or "int" or "int8" or "int16" or "int32" or "int64" or "uint" or "uint8" or "uint16" or "uint32" or "uint64"
            or "float32" or "float64";
}
