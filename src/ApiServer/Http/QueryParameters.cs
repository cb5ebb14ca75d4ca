using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Kybernet.ApiServer.Http;

/// <summary>The query of a request. Parameters that are not there read as empty.</summary>
public sealed class QueryParameters
{
    private readonly Dictionary<string, List<string>>? _values;

    public QueryParameters(string? query)
    {
        if (string.IsNullOrEmpty(query)) return;
        _values = new(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().ToString();
            if (!_values.TryGetValue(name, out var list)) _values.Add(name, list = []);
            list.Add(pair.DecodeValue().ToString());
        }
    }

    public string this[string name] => _values is not null && _values.TryGetValue(name, out var list) ? list[0] : "";

    public IReadOnlyList<string> All(string name) => _values is not null && _values.TryGetValue(name, out var list) ? list : [];

    public bool Has(string name) => _values is not null && _values.ContainsKey(name);

    /// <summary>A boolean as Go's conversion of query parameters reads it: there without a value is true; "false" and "0" are false.</summary>
    public bool Flag(string name) => Has(name) && this[name].ToLowerInvariant() is not ("false" or "0");

    /// <summary>A number; null when it is missing or no number.</summary>
    public long? Number(string name) =>
        long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
