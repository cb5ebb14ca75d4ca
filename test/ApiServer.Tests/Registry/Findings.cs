using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>Runs a strategy's rules, without the schema's, and says what they found.</summary>
internal static class Findings
{
    public static FieldErrorList OfCreate<T>(Strategy<T> strategy, T value)
        where T : class, IObject<T>
    {
        var errors = new FieldErrorList();
        strategy.Validate(value, errors);
        return errors;
    }

    public static FieldErrorList OfUpdate<T>(UpdateStrategy<T> strategy, T value, T old)
        where T : class, IObject<T>
    {
        var errors = new FieldErrorList();
        strategy.ValidateUpdate(value, old, errors);
        return errors;
    }

    /// <summary>One of the errors has the path and holds the text; an empty path asks for no errors at all.</summary>
    public static void Has(FieldErrorList errors, string path, string text)
    {
        if (path.Length == 0) Assert.Empty(errors);
        else Assert.Contains(errors, error => error.Field == path && error.Body.Contains(text, StringComparison.Ordinal));
    }

    public static WriteContext Context(UserInfo? user = null, TimeProvider? time = null) =>
        new(user ?? UserInfo.Anonymous, time ?? TimeProvider.System, IsDryRun: false);
}
