namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>What a validating policy says of a request with one set of parameters.</summary>
/// <param name="Denials">Why it is refused.</param>
/// <param name="Annotations">For the audit log.</param>
internal sealed record Judgement(IReadOnlyList<Judgement.Denial> Denials, IReadOnlyList<Judgement.Annotation> Annotations)
{
    public static Judgement Nothing { get; } = new([], []);

    /// <summary>The policy could not be asked; that counts unless it fails open.</summary>
    public static Judgement Failed(AdmissionPolicy policy, string problem) => policy.FailsOpen ? Nothing : new([new(0, problem, "")], []);

    /// <param name="Index">Of the validation.</param>
    /// <param name="Message">For the user.</param>
    /// <param name="Reason">Of the status; empty when the policy could not be asked.</param>
    internal sealed record Denial(int Index, string Message, string Reason);

    /// <param name="Key">Within the policy.</param>
    /// <param name="Value">What is noted.</param>
    /// <param name="Problem">What refuses the request, because it could not be evaluated; empty otherwise.</param>
    internal sealed record Annotation(string Key, string Value, string Problem);
}
