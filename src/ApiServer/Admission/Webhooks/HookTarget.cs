using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>A webhook that is to be asked, and as which version of the resource it wants to see the object.</summary>
/// <param name="Hook">The webhook.</param>
/// <param name="Requested">The resource of the request.</param>
/// <param name="Shown">The resource the webhook's rule names: the same, or another version.</param>
internal sealed record HookTarget(AdmissionHook Hook, Resource Requested, Resource Shown)
{
    public IObject? ToShown(IObject? value) => Convert(Requested, Shown, value);

    public IObject? ToRequested(IObject? value) => Convert(Shown, Requested, value);

    private static IObject? Convert(Resource from, Resource to, IObject? value)
    {
        if (value is null || ReferenceEquals(from, to) || value.Gvk != from.Info.Kind) return value;
        var stored = from.Conversion is { } inward ? inward.ToStored(value) : value;
        return to.Conversion is { } outward ? outward.ToServed(stored) : stored;
    }
}
