namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>Tells text that upstream's reader takes for a timestamp. Such text stays text; a writer must quote it.</summary>
internal ref struct TimestampShape
{
    private ReadOnlySpan<byte> _rest;

    private TimestampShape(ReadOnlySpan<byte> text) => _rest = text;

    /// <summary>
    /// A date (<c>2001-2-3</c>), or one with a time of day: after <c>T</c> or <c>t</c> with a zone, after spaces without
    /// one. The year has four digits, other parts one or two, and the day must exist.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> text) => new TimestampShape(text).Matches();

    private bool Matches()
    {
        if (!TryDate()) return false;
        if (_rest.IsEmpty) return true;
        if (_rest[0] is (byte)'T' or (byte)'t')
        {
            _rest = _rest[1..];
            return TryTime() && TryZone() && _rest.IsEmpty;
        }

        if (_rest[0] != ' ') return false;
        _rest = _rest.TrimStart((byte)' ');
        return TryTime() && _rest.IsEmpty;
    }

    private bool TryDate()
    {
        if (_rest.Length < 8 || _rest[..4].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || _rest[4] != '-') return false;
        var year = (((((_rest[0] - '0') * 10) + _rest[1] - '0') * 10 + _rest[2] - '0') * 10) + _rest[3] - '0';
        _rest = _rest[5..];
        return TryNumber(out var month) && month is >= 1 and <= 12 && Try('-') && TryNumber(out var day) && day >= 1 && day <= DaysIn(year, month);
    }

    private bool TryTime()
    {
        if (!TryNumber(out var hour) || hour > 23 || !Try(':')) return false;
        if (!TryNumber(out var minute) || minute > 59 || !Try(':')) return false;
        if (!TryNumber(out var second) || second > 59) return false;
        if (_rest.Length < 2 || _rest[0] is not ((byte)'.' or (byte)',') || !IsDigit(_rest[1])) return true;
        var digits = _rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        _rest = digits < 0 ? [] : _rest[(digits + 1)..];
        return true;
    }

    /// <summary><c>Z</c>, or a sign and hours and minutes of two digits each; upstream lets 24 and 60 pass.</summary>
    private bool TryZone()
    {
        if (Try('Z')) return true;
        if (!Try('+') && !Try('-')) return false;
        if (_rest.Length < 5 || !IsDigit(_rest[1]) || !IsDigit(_rest[4])) return false;
        return TryNumber(out var hours) && hours <= 24 && Try(':') && TryNumber(out var minutes) && minutes <= 60;
    }

    private bool TryNumber(out int value)
    {
        value = 0;
        if (_rest.IsEmpty || !IsDigit(_rest[0])) return false;
        var length = _rest.Length > 1 && IsDigit(_rest[1]) ? 2 : 1;
        for (var i = 0; i < length; i++) value = (value * 10) + _rest[i] - '0';
        _rest = _rest[length..];
        return true;
    }

    private bool Try(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected) return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>The year 0 is a leap year here, and no date of .NET.</summary>
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 2000 : year, month);

    private static bool IsDigit(byte value) => char.IsAsciiDigit((char)value);
}
