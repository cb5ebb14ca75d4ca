using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.LimitRanges;

/// <summary>The amounts of one resource: minimum, default request, default, maximum, in this order.</summary>
internal static class LimitAmountRules
{
    /// <summary>The largest amount that can be counted in thousandths.</summary>
    private const long MaxMilliValue = long.MaxValue / 1000;

    public static void Check(LimitRangeItem item, string name, FieldPath path, FieldErrorList errors)
    {
        var (min, max) = (Find(item.Min, name), Find(item.Max, name));
        var (limit, request) = (Find(item.Default, name), Find(item.DefaultRequest, name));
        NotAbove(min, max, "min", min, $"min value {min} is greater than max value {max}");
        NotAbove(min, request, "defaultRequest", request, $"min value {min} is greater than default request value {request}");
        NotAbove(request, max, "defaultRequest", request, $"default request value {request} is greater than max value {max}");
        NotAbove(request, limit, "defaultRequest", request, $"default request value {request} is greater than default limit value {limit}");
        NotAbove(min, limit, "default", min, $"min value {min} is greater than default value {limit}");
        NotAbove(limit, max, "default", max, $"default value {limit} is greater than max value {max}");
        CheckRatio(item, name, path.Child("maxLimitRequestRatio").Key(name), errors);
        if (!ResourceNames.IsOvercommitAllowed(name) && limit is not null && request is not null && limit != request)
            errors.Add(FieldError.Invalid(
                path.Child("defaultRequest").Key(name), request.Value.ToString(),
                $"default value {limit} must equal to defaultRequest value {request} in {name}"));

        void NotAbove(Quantity? low, Quantity? high, string field, Quantity? shown, string message)
        {
            if (low is { } least && high is { } most && least > most)
                errors.Add(FieldError.Invalid(path.Child(field).Key(name), shown.ToString(), message));
        }
    }

    private static void CheckRatio(LimitRangeItem item, string name, FieldPath path, FieldErrorList errors)
    {
        if (Find(item.MaxLimitRequestRatio, name) is not { } ratio) return;
        if (ratio.CompareTo(1) < 0) errors.Add(FieldError.Invalid(path, ratio.ToString(), $"ratio {ratio} is less than 1"));
        if (Find(item.Min, name) is not { } min || Find(item.Max, name) is not { } max) return;
        double given = ratio.Value();
        var (least, most) = (min.Value(), max.Value());
        if (ratio.Value() < MaxMilliValue && least < MaxMilliValue && most < MaxMilliValue)
            (given, least, most) = (ratio.MilliValue() / 1000.0, min.MilliValue(), max.MilliValue());
        var limit = (double)most / least;
        if (given > limit)
            errors.Add(FieldError.Invalid(
                path, ratio.ToString(), string.Create(CultureInfo.InvariantCulture, $"ratio {ratio} is greater than max/min = {limit:F6}")));
    }

    private static Quantity? Find(MapOf<Quantity> amounts, string name) => amounts.TryGetValue(name, out var amount) ? amount : null;
}
