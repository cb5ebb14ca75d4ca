using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry;

/// <summary>What the tests of strategies say about errors.</summary>
internal static class RuleAssert
{
    public static void None(Action<FieldErrorList> check)
    {
        var errors = new FieldErrorList();
        check(errors);
        Assert.Equal("", errors.Aggregate());
    }

    /// <summary>Among the errors is one at the field whose text holds <paramref name="part"/>.</summary>
    public static void Has(string field, string part, Action<FieldErrorList> check)
    {
        var errors = new FieldErrorList();
        check(errors);
        Assert.True(
            errors.Any(error => error.Field == field && error.Body.Contains(part, StringComparison.Ordinal)),
            $"no error at {field} with '{part}' among: {errors.Aggregate()}");
    }
}
