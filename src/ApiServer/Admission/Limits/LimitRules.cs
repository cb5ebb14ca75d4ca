using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Limits;

/// <summary>What a LimitRange allows. Upstream: <c>PodValidateLimitFunc</c>, <c>PersistentVolumeClaimValidateLimitFunc</c>.</summary>
internal static class LimitRules
{
    private const long MaxMilliValue = long.MaxValue / 1000;

    public static void Check(LimitRangeItem limit, IObject value, List<string> errors)
    {
        switch (limit.Type, value)
        {
            case (LimitType.Container, Pod pod):
                foreach (var container in pod.Spec.Containers) CheckAll(limit, container.Resources.Requests, container.Resources.Limits, errors);
                foreach (var container in pod.Spec.InitContainers) CheckAll(limit, container.Resources.Requests, container.Resources.Limits, errors);
                break;
            case (LimitType.Pod, Pod pod):
                CheckAll(limit, PodAmounts.Requests(pod.Spec), PodAmounts.Limits(pod.Spec), errors);
                break;
            case (LimitType.PersistentVolumeClaim, PersistentVolumeClaim claim):
                foreach (var (name, least) in limit.Min) Min(limit.Type, name, least, claim.Spec.Resources.Requests, default, errors);
                foreach (var (name, most) in limit.Max) MaxRequest(limit.Type, name, most, claim.Spec.Resources.Requests, errors);
                break;
            default:
                break;
        }
    }

    private static void CheckAll(LimitRangeItem limit, MapOf<Quantity> requests, MapOf<Quantity> limits, List<string> errors)
    {
        foreach (var (name, least) in limit.Min) Min(limit.Type, name, least, requests, limits, errors);
        foreach (var (name, most) in limit.Max) Max(limit.Type, name, most, requests, limits, errors);
        foreach (var (name, ratio) in limit.MaxLimitRequestRatio) Ratio(limit.Type, name, ratio, requests, limits, errors);
    }

    private static void Min(string type, string name, Quantity least, MapOf<Quantity> requests, MapOf<Quantity> limits, List<string> errors)
    {
        var rule = $"minimum {name} usage per {type} is {least}";
        if (!requests.TryGetValue(name, out var request)) errors.Add(rule + ".  No request is specified");
        else if (request < least) errors.Add($"{rule}, but request is {request}");
        else if (limits.TryGetValue(name, out var limit) && limit < least) errors.Add($"{rule}, but limit is {limit}");
    }

    private static void Max(string type, string name, Quantity most, MapOf<Quantity> requests, MapOf<Quantity> limits, List<string> errors)
    {
        var rule = $"maximum {name} usage per {type} is {most}";
        if (!limits.TryGetValue(name, out var limit)) errors.Add(rule + ".  No limit is specified");
        else if (limit > most) errors.Add($"{rule}, but limit is {limit}");
        else if (requests.TryGetValue(name, out var request) && request > most) errors.Add($"{rule}, but request is {request}");
    }

    private static void MaxRequest(string type, string name, Quantity most, MapOf<Quantity> requests, List<string> errors)
    {
        var rule = $"maximum {name} usage per {type} is {most}";
        if (!requests.TryGetValue(name, out var request)) errors.Add(rule + ".  No request is specified");
        else if (request > most) errors.Add($"{rule}, but request is {request}");
    }

    private static void Ratio(string type, string name, Quantity most, MapOf<Quantity> requests, MapOf<Quantity> limits, List<string> errors)
    {
        var rule = $"{name} max limit to request ratio per {type} is {most}";
        if (!requests.TryGetValue(name, out var request) || request.IsZero)
        {
            errors.Add(rule + ", but no request is specified or request is 0");
            return;
        }

        if (!limits.TryGetValue(name, out var limit) || limit.IsZero)
        {
            errors.Add(rule + ", but no limit is specified or limit is 0");
            return;
        }

        var isPrecise = request.Value() <= MaxMilliValue && limit.Value() <= MaxMilliValue && most.Value() <= MaxMilliValue;
        var ratio = isPrecise ? (double)limit.MilliValue() / request.MilliValue() : (double)limit.Value() / request.Value();
        if (ratio * 1000 > most.MilliValue()) errors.Add(string.Create(CultureInfo.InvariantCulture, $"{rule}, but provided ratio is {ratio:F6}"));
    }
}
