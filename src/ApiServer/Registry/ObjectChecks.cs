using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>All rules of an object in upstream's order: metadata, schema, kind.</summary>
internal static class ObjectChecks
{
    public static void Check(ResourceInfo info, KindRules rules, IObject value, FieldErrorList errors)
    {
        ObjectMetaRules.Validate(errors, value.Metadata, info.IsNamespaced, rules.CheckName, FieldPath.Of("metadata"));
        value.ValidateRules(errors, null);
        rules.Validate(value, errors);
    }

    /// <param name="resource">Where.</param>
    /// <param name="door">Through which door; the schema's rules are those of the resource's own.</param>
    /// <param name="value">The object as it will be.</param>
    /// <param name="old">As it is.</param>
    /// <param name="errors">Takes what is found.</param>
    public static void CheckUpdate(Resource resource, UpdateRules door, IObject value, IObject old, FieldErrorList errors)
    {
        ObjectMetaRules.ValidateUpdate(errors, value.Metadata, old.Metadata, FieldPath.Of("metadata"));
        if (ReferenceEquals(door, resource.Rules)) value.ValidateRules(errors, old);
        door.ValidateUpdate(value, old, errors);
    }
}
