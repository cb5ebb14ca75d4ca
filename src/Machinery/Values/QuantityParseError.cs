namespace Kybernet.Machinery.Values;

/// <summary>Why a text is not a <see cref="Quantity"/>.</summary>
public enum QuantityParseError : byte
{
    None,

    /// <summary>The text is not a number followed by a suffix.</summary>
    FormatWrong,

    /// <summary>The number has no digits, or is of 10^1024 or more.</summary>
    Numeric,

    /// <summary>What follows the number is no known suffix.</summary>
    Suffix,
}

/// <summary>The messages of <see cref="QuantityParseError"/>.</summary>
public static class QuantityParseErrors
{
    extension(QuantityParseError error)
    {
        /// <summary>The message users see, in upstream's words; empty for <see cref="QuantityParseError.None"/>.</summary>
        public string Message => error switch
        {
            QuantityParseError.FormatWrong =>
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            QuantityParseError.Numeric => "unable to parse numeric part of quantity",
            QuantityParseError.Suffix => "unable to parse quantity's suffix",
            _ => "",
        };
    }
}
