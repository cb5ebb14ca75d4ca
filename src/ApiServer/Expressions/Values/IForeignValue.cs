using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A value of a type that JSON has not. It is immutable, and equal to what CEL says it is equal to.</summary>
internal interface IForeignValue
{
    /// <summary>As <c>type()</c> says it.</summary>
    string Type { get; }

    /// <summary>What a method comes to; null when the type has no such method for these arguments.</summary>
    Evaluated? Call(string method, ListOf<JsonValue> arguments);
}

/// <summary>A value with fields that are only found out when somebody asks.</summary>
internal interface IForeignFields
{
    /// <summary>Null when there is no such field.</summary>
    Evaluated? Find(string field);
}

/// <summary>A value that <c>string()</c> makes a text of, and how.</summary>
internal interface IForeignText
{
    Evaluated ToText();
}
