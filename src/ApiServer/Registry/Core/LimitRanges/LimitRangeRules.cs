using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.LimitRanges;

/// <summary>One kind of object's limits. Upstream: <c>ValidateLimitRange</c>.</summary>
internal static class LimitRangeRules
{
    /// <summary>A qualified name; without a prefix one of the three well-known ones.</summary>
    public static void CheckType(string type, FieldPath path, FieldErrorList errors)
    {
        var before = errors.Count;
        errors.AddInvalid(path, FieldValue.JsonString(type), QualifiedNames.IsQualifiedName(type));
        if (errors.Count == before && !type.Contains('/', StringComparison.Ordinal) && !LimitType.Values.Contains(type))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonString(type), "must be a standard limit type or fully qualified"));
    }

    public static void Check(LimitRangeItem item, FieldPath path, FieldErrorList errors)
    {
        CheckNames(item.Max, item.Type, path.Child("max"), errors);
        CheckNames(item.Min, item.Type, path.Child("min"), errors);
        if (item.Type == LimitType.Pod)
        {
            if (!item.Default.IsEmpty) errors.Add(FieldError.Forbidden(path.Child("default"), "may not be specified when `type` is 'Pod'"));
            if (!item.DefaultRequest.IsEmpty)
                errors.Add(FieldError.Forbidden(path.Child("defaultRequest"), "may not be specified when `type` is 'Pod'"));
            item = item with { Default = default, DefaultRequest = default };
        }

        CheckNames(item.Default, item.Type, path.Child("default"), errors);
        CheckNames(item.DefaultRequest, item.Type, path.Child("defaultRequest"), errors);
        if (item.Type == LimitType.PersistentVolumeClaim
            && !item.Min.ContainsKey(ResourceNames.Storage) && !item.Max.ContainsKey(ResourceNames.Storage))
            errors.Add(FieldError.Required(
                path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided"));
        CheckNames(item.MaxLimitRequestRatio, item.Type, path.Child("maxLimitRequestRatio"), errors);
        foreach (var name in Names(item)) LimitAmountRules.Check(item, name, path, errors);
    }

    private static void CheckNames(MapOf<Quantity> amounts, string type, FieldPath path, FieldErrorList errors)
    {
        foreach (var (name, _) in amounts)
        {
            if (type is LimitType.Pod or LimitType.Container) ResourceNameRules.Container(errors, path.Key(name), name);
            else ResourceNameRules.Resource(errors, path.Key(name), name);
        }
    }

    private static SortedSet<string> Names(LimitRangeItem item)
    {
        ReadOnlySpan<MapOf<Quantity>> maps = [item.Max, item.Min, item.Default, item.DefaultRequest, item.MaxLimitRequestRatio];
        var names = new SortedSet<string>(Utf8Order.Comparer);
        foreach (var map in maps)
            foreach (var (name, _) in map) names.Add(name);
        return names;
    }
}
