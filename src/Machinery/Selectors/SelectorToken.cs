namespace Kybernet.Machinery.Selectors;

/// <summary>What the lexer of label selectors tells apart.</summary>
internal enum SelectorToken
{
    EndOfString,
    ClosedParenthesis,
    Comma,
    DoesNotExist,
    DoubleEquals,
    Equals,
    GreaterThan,
    Identifier,
    In,
    LessThan,
    NotEquals,
    NotIn,
    OpenParenthesis,
}
