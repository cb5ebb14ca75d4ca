using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Http;

/// <summary>Which objects of a resource a list or watch is about.</summary>
public sealed class ListQuery
{
    private readonly Resource _resource;
    private readonly Selector _labels;
    private readonly FieldSelector _fields;

    private ListQuery(Resource resource, string @namespace, Selector labels, FieldSelector fields)
    {
        _resource = resource;
        _labels = labels;
        _fields = fields;
        Namespace = @namespace;
        SelectsAll = labels.IsEmpty && !labels.MatchesNothing && fields.IsEmpty;
        OneName = fields.RequiresExactMatch("metadata.name", out var name) ? name : null;
    }

    /// <summary>Empty for all namespaces.</summary>
    public string Namespace { get; }

    /// <summary>No selector narrows the namespace.</summary>
    public bool SelectsAll { get; }

    /// <summary>The one name the selector allows, if it does.</summary>
    public string? OneName { get; }

    /// <summary>What the keys of all objects begin with.</summary>
    public string KeyPrefix => _resource.Info.IsNamespaced && Namespace.Length > 0 ? Namespace + "/" : "";

    public static ApiError? TryCreate(Resource resource, string @namespace, string labelSelector, string fieldSelector, out ListQuery query)
    {
        query = null!;
        if (!Selector.TryParse(labelSelector, out var labels, out var wrong))
            return ApiError.BadRequest(wrong);
        if (!FieldSelector.TryParse(fieldSelector, out var fields, out wrong)) return ApiError.BadRequest(wrong);
        foreach (var term in fields.Requirements)
            if (!IsKnown(resource, term.Field)) return ApiError.BadRequest(Unknown(resource, term.Field));
        query = new(resource, @namespace, labels, fields);
        return null;
    }

    public bool Matches(StoredObject stored)
    {
        if (Namespace.Length > 0 && _resource.Info.IsNamespaced && !stored.Key.StartsWith(KeyPrefix, StringComparison.Ordinal)) return false;
        if (SelectsAll) return true;
        return (_labels.IsEmpty && !_labels.MatchesNothing || _labels.Matches(stored.Value.Metadata.Labels))
            && (_fields.IsEmpty || _fields.Matches(new Fields(_resource.Rules, stored.Value)));
    }

    private static bool IsKnown(Resource resource, string field) =>
        field is "metadata.name" || (field == "metadata.namespace" && resource.Info.IsNamespaced) || resource.Rules.SelectableFields.Contains(field);

    private static string Unknown(Resource resource, string field) => resource.Rules.SelectableFields.IsEmpty && !resource.Info.IsCustom
        ? $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        : $"field label not supported: {field}";

    private readonly struct Fields(KindRules rules, IObject value) : IFieldLookup
    {
        public string Get(string field) => field switch
        {
            "metadata.name" => value.Metadata.Name,
            "metadata.namespace" => value.Metadata.Namespace,
            _ => rules.SelectableField(value, field) ?? "",
        };
    }
}
