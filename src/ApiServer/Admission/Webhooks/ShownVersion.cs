using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>As which version of its resource an object is shown to somebody who judges it.</summary>
/// <param name="Requested">The resource of the request.</param>
/// <param name="Shown">The resource a rule names: the same, or another version.</param>
internal record ShownVersion(Resource Requested, Resource Shown)
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
