using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>What happens to requests over the limit. Upstream: <c>ValidateLimitResponse</c>.</summary>
internal static class QueuingRules
{
    private const int MaxQueues = 10_000_000;

    // A hash has 64 bits; four are left over so that the last card of a shuffle is dealt evenly enough.
    private const int MaxHashBits = 60;

    public static void Validate(FieldErrorList errors, FieldPath path, LimitResponse response)
    {
        if (response.Type == "Reject" && response.Queuing is not null)
            errors.Add(FieldError.Forbidden(path.Child("queuing"), "must be nil if limited.limitResponse.type is not Limited"));
        if (response.Type != "Queue") return;
        if (response.Queuing is null)
            errors.Add(FieldError.Required(path.Child("queuing"), "must not be empty if limited.limitResponse.type is Limited"));
        else Validate(errors, path.Child("queuing"), response.Queuing);
    }

    private static void Validate(FieldErrorList errors, FieldPath path, QueuingConfiguration queuing)
    {
        var (queues, hand) = (queuing.Queues, queuing.HandSize);
        if (queuing.QueueLengthLimit <= 0)
            errors.Add(FieldError.Invalid(path.Child("queueLengthLimit"), queuing.QueueLengthLimit, "must be positive"));
        if (queues <= 0) errors.Add(FieldError.Invalid(path.Child("queues"), queues, "must be positive"));
        else if (queues > MaxQueues)
            errors.Add(FieldError.Invalid(path.Child("queues"), queues, $"must not be greater than {MaxQueues}"));

        var at = path.Child("handSize");
        if (hand <= 0) errors.Add(FieldError.Invalid(at, hand, "must be positive"));
        else if (hand > queues) errors.Add(FieldError.Invalid(at, hand, $"should not be greater than queues ({queues})"));
        else if (Math.Ceiling(Math.Log2(queues) * hand) > MaxHashBits)
            errors.Add(FieldError.Invalid(
                at, hand, $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {MaxHashBits}"));
    }
}
