using System.Globalization;
using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A moment, to the tenth of a microsecond.</summary>
internal sealed record TimestampValue(DateTimeOffset Value) : IForeignValue, IForeignText
{
    public string Type => "google.protobuf.Timestamp";

    /// <summary>Of RFC 3339, with any fraction of a second or none.</summary>
    public static Evaluated Read(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot + 1;
        while (dot >= 0 && end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var whole = dot < 0 ? text : text[..dot] + text[end..];
        if (!Time.TryParse(Encoding.UTF8.GetBytes(whole), out var time, out var problem)) return Evaluated.Fail(problem);
        var ticks = dot < 0 ? 0 : long.Parse(text[(dot + 1)..end].PadRight(7, '0')[..7], CultureInfo.InvariantCulture);
        return Evaluated.Of(new TimestampValue(time.ToDateTimeOffset().ToUniversalTime().AddTicks(ticks)));
    }

    public static Evaluated FromUnix(long seconds) => seconds is >= -62135596800 and <= 253402300799
        ? Evaluated.Of(new TimestampValue(DateTimeOffset.FromUnixTimeSeconds(seconds)))
        : Evaluated.Fail("timestamp overflow");

    public Evaluated? Call(string method, ListOf<JsonValue> arguments)
    {
        var zone = arguments.Count == 0 ? "UTC" : arguments[0].AsString();
        if (zone is null || arguments.Count > 1) return null;
        if (OffsetOf(zone) is not { } offset) return Evaluated.Fail($"unknown time zone {zone}");
        var there = Value.ToOffset(offset);
        return method switch
        {
            "getFullYear" => Evaluated.Of(there.Year),
            "getMonth" => Evaluated.Of(there.Month - 1),
            "getDate" => Evaluated.Of(there.Day),
            "getDayOfMonth" => Evaluated.Of(there.Day - 1),
            "getDayOfWeek" => Evaluated.Of((long)there.DayOfWeek),
            "getDayOfYear" => Evaluated.Of(there.DayOfYear - 1),
            "getHours" => Evaluated.Of(there.Hour),
            "getMinutes" => Evaluated.Of(there.Minute),
            "getSeconds" => Evaluated.Of(there.Second),
            "getMilliseconds" => Evaluated.Of(there.Millisecond),
            _ => null,
        };
    }

    public Evaluated ToText() => Evaluated.Of(ToString());

    public override string ToString() => Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Of <c>-08:00</c>, <c>02:00</c> or a name; null for a zone nobody knows.</summary>
    private TimeSpan? OffsetOf(string zone)
    {
        if (zone == "UTC") return TimeSpan.Zero;
        var digits = zone.TrimStart('+', '-');
        if (TimeSpan.TryParseExact(digits, @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset < TimeSpan.FromHours(14))
            return zone[0] == '-' ? -offset : offset;
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found.GetUtcOffset(Value) : null;
    }
}
