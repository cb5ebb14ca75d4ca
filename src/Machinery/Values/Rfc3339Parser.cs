namespace Kybernet.Machinery.Values;

/// <summary>Reads RFC 3339 times exactly as upstream's runtime does, its leniences included.</summary>
/// <remarks>
/// Accepted beyond the RFC: an hour of one digit, a comma before the fraction, offsets up to 24:60. Refused although the RFC has
/// them: a leap second, lower-case letters. Without micros in the layout any fraction may follow the seconds and is cut to nine
/// digits; with them exactly six characters follow, the first of which may be a sign.
/// </remarks>
internal ref struct Rfc3339Parser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _hasMicros;
    private ReadOnlySpan<byte> _rest;
    private int _year;
    private int _month;
    private int _day;
    private int _hour;
    private int _minute;
    private int _second;
    private int _offsetSeconds;

    private Rfc3339Parser(ReadOnlySpan<byte> text, bool hasMicros)
    {
        _text = text;
        _rest = text;
        _hasMicros = hasMicros;
    }

    private readonly long Seconds => Rfc3339.ToSeconds(_year, _month, _day, _hour, _minute, _second) - _offsetSeconds;

    /// <summary>The microseconds read; 0 when the layout has none.</summary>
    private int Micros { get; set; }

    /// <summary>Null and the time, or the message saying what is wrong.</summary>
    public static string? Parse(ReadOnlySpan<byte> text, bool hasMicros, out long seconds, out int micros)
    {
        var parser = new Rfc3339Parser(text, hasMicros);
        var error = parser.Read();
        seconds = error is null ? parser.Seconds : 0;
        micros = error is null ? parser.Micros : 0;
        return error;
    }

    private string? Read() =>
        ReadYear()
        ?? ReadTwoDigits('-', "01", "month", 1, 12, out _month)
        ?? ReadTwoDigits('-', "02", "day", 0, 99, out _day)
        ?? ReadHour()
        ?? ReadTwoDigits(':', "04", "minute", 0, 59, out _minute)
        ?? ReadTwoDigits(':', "05", "second", 0, 59, out _second)
        ?? (_hasMicros ? ReadMicros() : SkipFraction())
        ?? ReadOffset()
        ?? (_rest.IsEmpty ? null : Wrong($": extra text: {GoQuote.Bytes(_rest)}"))
        ?? (_day < 1 || _day > Rfc3339.DaysIn(_month, _year) ? OutOfRange("day") : null);

    private string? ReadYear()
    {
        if (_rest.Length < 4 || _rest[..4].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return CannotParse("2006");
        _year = (TwoDigits(_rest) * 100) + TwoDigits(_rest[2..]);
        _rest = _rest[4..];
        return null;
    }

    private string? ReadHour()
    {
        if (Skip('T') is { } error) return error;
        if (!IsDigit(0)) return CannotParse("15");
        var length = IsDigit(1) ? 2 : 1;
        _hour = length == 2 ? TwoDigits(_rest) : _rest[0] - '0';
        _rest = _rest[length..];
        return _hour < 24 ? null : OutOfRange("hour");
    }

    private string? ReadTwoDigits(char separator, string layout, string name, int least, int most, out int value)
    {
        value = 0;
        if (Skip(separator) is { } error) return error;
        if (!IsDigit(0) || !IsDigit(1)) return CannotParse(layout);
        value = TwoDigits(_rest);
        _rest = _rest[2..];
        return value < least || value > most ? OutOfRange(name) : null;
    }

    private string? SkipFraction()
    {
        if (_rest is not [(byte)'.' or (byte)',', ..] || !IsDigit(1)) return null;
        var end = _rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return null;
    }

    private string? ReadMicros()
    {
        const string Layout = ".000000";
        if (_rest.Length < Layout.Length || _rest[0] is not ((byte)'.' or (byte)',')) return CannotParse(Layout);
        var isSigned = _rest[1] is (byte)'+' or (byte)'-';
        var digits = _rest[(isSigned ? 2 : 1)..Layout.Length];
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return CannotParse(Layout);
        foreach (var digit in digits) Micros = (Micros * 10) + (digit - '0');
        if (_rest[1] == '-' && Micros > 0) return OutOfRange("fractional second");
        _rest = _rest[Layout.Length..];
        return null;
    }

    private string? ReadOffset()
    {
        const string Layout = "Z07:00";
        if (_rest is [(byte)'Z', ..])
        {
            _rest = _rest[1..];
            return null;
        }

        if (_rest.Length < Layout.Length || _rest[3] != ':' || !IsDigit(1) || !IsDigit(2)) return CannotParse(Layout);
        var hours = TwoDigits(_rest[1..]);
        var hasMinutes = IsDigit(4) && IsDigit(5);
        var minutes = hasMinutes ? TwoDigits(_rest[4..]) : 0;
        if (minutes > 60) return OutOfRange("time zone offset minute");
        if (hours > 24) return OutOfRange("time zone offset hour");
        if (!hasMinutes || _rest[0] is not ((byte)'+' or (byte)'-')) return CannotParse(Layout);
        _offsetSeconds = (((hours * 60) + minutes) * 60) * (_rest[0] == '-' ? -1 : 1);
        _rest = _rest[Layout.Length..];
        return null;
    }

    private string? Skip(char separator)
    {
        if (_rest.IsEmpty || _rest[0] != separator) return CannotParse(separator.ToString());
        _rest = _rest[1..];
        return null;
    }

    private readonly bool IsDigit(int index) => index < _rest.Length && char.IsAsciiDigit((char)_rest[index]);

    private static int TwoDigits(ReadOnlySpan<byte> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';

    private readonly string CannotParse(string layout) =>
        Wrong($" as \"{(_hasMicros ? Rfc3339.MicroLayout : Rfc3339.Layout)}\": cannot parse {GoQuote.Bytes(_rest)} as \"{layout}\"");

    private readonly string OutOfRange(string name) => Wrong($": {name} out of range");

    private readonly string Wrong(string message) => $"parsing time {GoQuote.Bytes(_text)}{message}";
}
