using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

public sealed class KafkaRoomTests
{
    private const int Most = 1_000_000;
    private const int Least = 100_000;
    private static readonly TimeSpan Stay = TimeSpan.FromMilliseconds(50);
    private readonly ManualTimeProvider time = new();
    private readonly KafkaRoom room;

    public KafkaRoomTests() => room = new KafkaRoom(Most, Least, mostMessages: 10, Stay, time);

    [Fact]
    public void Pieces_that_stay_too_long_make_it_smaller_once_for_all_that_were_there_together()
    {
        var before = room.Limit;
        KafkaPiece[] pieces = [Piece(10_000), Piece(10_000), Piece(10_000)];
        Assert.All(pieces, p => Assert.True(room.TryTake(p)));
        time.Advance(Stay * 2);
        Assert.All(pieces, room.Leave);
        Assert.Equal(before / 4 * 3, room.Limit);
    }

    [Fact]
    public void It_never_becomes_smaller_than_what_keeps_the_brokers_busy()
    {
        for (var i = 0; i < 20; i++)
        {
            var piece = Piece(10_000);
            Assert.True(room.TryTake(piece));
            time.Advance(Stay * 2);
            room.Leave(piece);
        }

        Assert.Equal(Least, room.Limit);
    }

    [Fact]
    public void Pieces_that_leave_soon_make_it_larger_up_to_its_bound()
    {
        for (var i = 0; i < 100; i++)
        {
            var piece = Piece(50_000);
            Assert.True(room.TryTake(piece));
            room.Leave(piece);
        }

        Assert.Equal(Most, room.Limit);
    }

    [Fact]
    public void Who_was_refused_is_told_when_there_is_room()
    {
        var first = Piece(150_000);
        var second = Piece(100_000);
        Assert.True(room.TryTake(first));
        Assert.False(room.TryTake(second));
        var available = room.Available;
        Assert.False(available.IsCompleted);
        room.Leave(first);
        Assert.True(available.IsCompleted);
        Assert.True(room.TryTake(second));
    }

    [Fact]
    public void A_piece_that_is_larger_than_all_of_it_goes_alone()
    {
        var large = Piece(2 * Most);
        Assert.True(room.TryTake(large));
        Assert.False(room.TryTake(Piece(1)));
        Assert.False(room.Empty.IsCompleted);
        room.Leave(large);
        Assert.True(room.Empty.IsCompleted);
    }

    [Fact]
    public void Messages_are_bounded_too()
    {
        Assert.True(room.TryTake(Piece(1, messages: 10)));
        Assert.False(room.TryTake(Piece(1)));
    }

    [Fact]
    public void It_follows_what_the_branches_may_hold()
    {
        room.Bound(150_000);
        Assert.Equal(150_000, room.Limit);
        Grow();
        Assert.Equal(150_000, room.Limit);
        room.Bound(300_000);
        Grow();
        Assert.Equal(300_000, room.Limit);
        room.Bound(long.MaxValue);
        Grow();
        Assert.Equal(Most, room.Limit);
        room.Bound(1);
        Assert.Equal(Least, room.Limit);

        void Grow()
        {
            for (var i = 0; i < 100; i++)
            {
                var piece = Piece(50_000);
                Assert.True(room.TryTake(piece));
                room.Leave(piece);
            }
        }
    }

    private KafkaPiece Piece(int bytes, int messages = 1)
    {
        using var buffer = new EncodeBuffer();
        buffer.Append(new byte[bytes]);
        return new KafkaPiece(new KafkaSend(new SinkRequest([]), time), buffer, 0, messages);
    }
}
