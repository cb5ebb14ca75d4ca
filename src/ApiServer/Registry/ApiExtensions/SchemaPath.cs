using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// Follows <c>.spec.names['a.b']</c> through a schema. Upstream: <c>ValidFieldPath</c> of the CEL package.
/// </summary>
internal sealed record SchemaPath(string Root, string Text, JSONSchemaProps? Schema)
{
    private const string NotAField = "does not refer to a valid field";
    private const string TooShort = "unexpected end of JSON path";

    /// <summary>What is wrong with the path, or null and where it leads.</summary>
    public static string? Resolve(string path, JSONSchemaProps schema, bool allowArrays, out SchemaPath found)
    {
        found = new("", "<nil>", schema);
        var tokens = Tokens(path);
        JSONSchemaProps? at = schema;
        var reached = FieldPath.None;
        var root = "";
        for (var i = 0; i < tokens.Count; i++)
        {
            var isSubscript = tokens[i] == "[";
            if (!isSubscript && tokens[i] != ".") return $"expected [ or . but got: {tokens[i]}";
            if (isSubscript && !allowArrays) return "array notation is not allowed";
            if (++i == tokens.Count) return TooShort;
            var name = tokens[i];
            if (isSubscript && Unquote(ref name) is { } problem) return problem;
            if (at is null) return NotAField;
            var isProperty = !at.Properties.IsEmpty;
            if (!isProperty && at.AdditionalProperties is null) return NotAField;
            if (isProperty && !at.Properties.ContainsKey(name)) return NotAField;
            reached = isProperty ? reached.Child(name) : reached.Key(name);
            if (root.Length == 0) root = name;
            at = isProperty ? at.Properties[name] : at.AdditionalProperties!.Schema;
            if (!isSubscript) continue;
            if (++i == tokens.Count) return TooShort;
            if (tokens[i] != "]") return $"expected ] but got {tokens[i]}";
        }

        found = new(root, reached.ToString(), at);
        return null;
    }

    /// <summary>Delimiters alone, and what stands between them; in quotes nothing is a delimiter.</summary>
    private static List<string> Tokens(string path)
    {
        var tokens = new List<string>();
        for (var start = 0; start < path.Length;)
        {
            var end = start + 1;
            if (path[start] == '\'')
            {
                while (end < path.Length && (path[end] != '\'' || path[end - 1] == '\\')) end++;
                end = Math.Min(end + 1, path.Length);
            }
            else if (path[start] is not ('.' or '[' or ']'))
                while (end < path.Length && path[end] is not ('.' or '[' or ']')) end++;

            tokens.Add(path[start..end]);
            start = end;
        }

        return tokens;
    }

    private static string? Unquote(ref string token)
    {
        if (token.Length < 2 || token[0] != '\'' || token[^1] != '\'') return $"expected single quoted string but got {token}";
        token = token[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        return null;
    }
}
