using Reference1 = Kybernet.Api.Autoscaling.V1.CrossVersionObjectReference;
using Reference2 = Kybernet.Api.Autoscaling.V2.CrossVersionObjectReference;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>References, which are the same in both versions.</summary>
internal static class References
{
    public static Reference2 ToV2(Reference1 value) => new() { Kind = value.Kind, Name = value.Name, ApiVersion = value.ApiVersion };

    public static Reference1 FromV2(Reference2 value) => new() { Kind = value.Kind, Name = value.Name, ApiVersion = value.ApiVersion };
}
