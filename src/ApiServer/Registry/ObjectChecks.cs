using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>All rules of an object: metadata, schema, kind.</summary>
internal static class ObjectChecks
{
    public static void Check(Resource resource, IObject value, FieldErrorList errors)
    {
        resource.Rules.Validate(value, errors);
    }

    public static void CheckUpdate(Resource resource, UpdateRules door, IObject value, IObject old, FieldErrorList errors)
    {
        door.ValidateUpdate(value, old, errors);
    }
}
