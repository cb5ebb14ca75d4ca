using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>What all validating policies together say of a request: the first refusal counts, and warnings and notes of all.</summary>
internal sealed class Verdict(AdmissionAttributes attributes)
{
    private const string FailureKey = "validation.policy.admission.k8s.io/validation_failure";
    private const int LongestAnnotation = 10 * 1024;

    private readonly Dictionary<string, List<string>> _annotations = new(StringComparer.Ordinal);

    /// <summary>Null when nothing refuses the request.</summary>
    public ApiError? Error { get; private set; }

    /// <summary>A policy cannot be asked as it is configured; that refuses the request unless it fails open.</summary>
    public void Misconfigured(AdmissionPolicy policy, PolicyBinding? binding, string problem)
    {
        if (!policy.FailsOpen) Refuse(policy, binding, $"failed to configure {(binding is null ? "policy" : "binding")}: {problem}", "");
    }

    public void Add(AdmissionPolicy policy, PolicyBinding binding, Judgement said)
    {
        foreach (var denial in said.Denials)
        {
            foreach (var action in binding.Actions)
            {
                if (action == "Deny") Refuse(policy, binding, denial.Message, denial.Reason);
                else if (action == "Audit") attributes.Annotate(FailureKey, Failure(policy, binding, denial));
                else if (action == "Warn")
                    attributes.Warn($"Validation failed for ValidatingAdmissionPolicy '{policy.Name}' with binding '{binding.Name}': {denial.Message}");
            }
        }

        foreach (var (key, value, problem) in said.Annotations)
        {
            if (problem.Length > 0) Refuse(policy, binding, problem, "");
            else if (!_annotations.TryGetValue(key, out var values)) _annotations[key] = [Cut(value)];
            else if (!values.Contains(Cut(value))) values.Add(Cut(value));
        }
    }

    /// <summary>Notes what the bindings of a policy had to note, when all were asked.</summary>
    public void Annotate(AdmissionPolicy policy)
    {
        foreach (var (key, values) in _annotations) attributes.Annotate($"{policy.Name}/{key}", string.Join(", ", values));
        _annotations.Clear();
    }

    private void Refuse(AdmissionPolicy policy, PolicyBinding? binding, string message, string reason)
    {
        if (Error is not null) return;
        var by = binding is null ? "" : $" with binding '{binding.Name}'";
        var text = $"ValidatingAdmissionPolicy '{policy.Name}'{by} denied request: {message}";
        var refused = attributes.Forbidden(text);
        var (known, code) = reason switch
        {
            "Forbidden" => (StatusReason.Forbidden, 403),
            "Unauthorized" => (StatusReason.Unauthorized, 401),
            "RequestEntityTooLarge" => (StatusReason.RequestEntityTooLarge, 413),
            _ => (StatusReason.Invalid, 422),
        };
        Error = refused with { Reason = known, Code = code, Details = refused.Details! with { Causes = [new("", text, "")] } };
    }

    private static string Failure(AdmissionPolicy policy, PolicyBinding binding, Judgement.Denial denial)
    {
        var failure = JsonValue.Null
            .With("message", denial.Message)
            .With("policy", policy.Name)
            .With("binding", binding.Name)
            .With("expressionIndex", denial.Index)
            .With("validationActions", JsonValue.From(binding.Actions.Select(static action => JsonValue.From(action)).ToListOf()));
        return JsonValue.From(ListOf<JsonValue>.Adopt([failure])).ToString();
    }

    private static string Cut(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return bytes.Length <= LongestAnnotation ? value : Encoding.UTF8.GetString(bytes.AsSpan(0, LongestAnnotation));
    }
}
